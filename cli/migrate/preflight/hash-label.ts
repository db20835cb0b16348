import { HASH } from '../../../core/keys.ts'
import { error, type Rule, warning } from './finding.ts'

/** A label that belongs to ReplicaSets of a Rollout, copied along with a template (users 4-G12). */
export const hashLabel: Rule = ({ surroundings: { deployment } }) => {
  const { selector, template } = deployment.spec
  const object = `Deployment/${deployment.metadata.name}`
  const keys = [...Object.keys(selector.matchLabels ?? {}), ...(selector.matchExpressions ?? []).map(({ key }) => key)]
  if (keys.includes(HASH)) {
    const text = `its selector asks for ${HASH}, which is different in each revision of a Rollout and cannot be taken out`
    return [error('HashInSelector', object, text, 'create the Deployment anew under another name, without that label')]
  }
  if (template.metadata?.labels?.[HASH] === undefined) return []
  const text = `its pod template carries ${HASH}, copied from a ReplicaSet of a Rollout; it is left out of the Rollout's pods`
  return [warning('HashInTemplate', object, text, 'take the label out of the pod template in Git')]
}
