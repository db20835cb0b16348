import { type Rule, warning } from './finding.ts'
import { INSTANCE_LABELS } from './owner.ts'

/** Argo CD writes a tracking label into what it applies: in a selector it is fixed for ever, in a template it reaches every pod (contract argocd 8.5). */
export const trackingLabels: Rule = ({ surroundings: { deployment }, owner }) => {
  if (owner?.tracking === 'annotation') return []
  const object = `Deployment/${deployment.metadata.name}`
  const { selector, template } = deployment.spec
  return INSTANCE_LABELS.flatMap(label => {
    if (selector.matchLabels?.[label] !== undefined) {
      const text = `its selector asks for ${label}, by which Argo CD may track: another Application, or another name of this one, could never own the Rollout`
      return [
        warning(
          'TrackingLabelInSelector',
          object,
          text,
          'keep the Rollout in the same Application, and track by annotation (application.resourceTrackingMethod)',
        ),
      ]
    }
    if (template.metadata?.labels?.[label] === undefined) return []
    const text = `its pod template carries ${label}, by which Argo CD may track; the Rollout's ReplicaSets and pods will carry it, too`
    return [
      warning('TrackingLabelInTemplate', object, text, 'track by annotation (application.resourceTrackingMethod)'),
    ]
  })
}
