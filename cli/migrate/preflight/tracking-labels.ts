import { type Finding, info, type Rule, type Subject, warning } from './finding.ts'
import { INSTANCE_LABELS } from './owner.ts'

/** Argo CD writes a tracking label into what it applies: in a selector it is fixed for ever, in a template it reaches every pod (contract argocd 8.5). */
export const trackingLabels: Rule = subject => {
  const say = mayTrackByLabel(subject)
  if (!say) return []
  const { metadata, spec } = subject.surroundings.deployment
  const object = `Deployment/${metadata.name}`
  return INSTANCE_LABELS.flatMap((label): Finding[] => {
    if (spec.selector.matchLabels?.[label] !== undefined) {
      const text = `its selector asks for ${label}, by which Argo CD may track: no other Application, nor this one under another name, could own the Rollout`
      return [say('TrackingLabelInSelector', object, text, `keep the Rollout in the same Application; ${REMEDY}`)]
    }
    if (spec.template.metadata?.labels?.[label] === undefined) return []
    const text = `its pod template carries ${label}, by which Argo CD may track; the Rollout's ReplicaSets and pods will carry it, too`
    return [say('TrackingLabelInTemplate', object, text, REMEDY)]
  })
}

const REMEDY = 'track by annotation (application.resourceTrackingMethod)'

/** Many charts write that label without any Argo CD. */
function mayTrackByLabel({ owner, surroundings }: Subject): typeof warning | undefined {
  if (owner) return owner.tracking === 'label' ? warning : undefined
  return surroundings.unseen.some(({ kind }) => kind === 'Application') ? info : undefined
}
