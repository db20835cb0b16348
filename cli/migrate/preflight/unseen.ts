import { info, type Rule, warning } from './finding.ts'

/** A kind that is not served has no objects; one that must not be read may have some. */
export const unseen: Rule = ({ surroundings }) =>
  surroundings.unseen
    .filter(({ kind, why }) => kind !== 'Rollout' || why !== 'NotServed')
    .map(({ kind, apiVersion, why, message }) =>
      why === 'NotServed'
        ? info('NotServed', kind, `not looked at: this cluster serves no ${kind} of ${apiVersion}`)
        : warning('NotReadable', kind, `not looked at: ${message}`, `have somebody run the plan who may list ${kind}`),
    )
