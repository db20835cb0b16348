/** Whoever else sets the number of pods, or their size (AR#4110). */
import type { Autoscaler } from '../cluster/objects.ts'
import { autoscalersOf, isMadeByKeda, scaledObjectsOf, verticalAutoscalersOf } from '../cluster/targets.ts'
import { error, type Finding, info, type Rule, type Subject, warning } from './finding.ts'

export const horizontalAutoscalers: Rule = subject => {
  const found = autoscalersOf(subject.surroundings, 'Deployment', subject.surroundings.deployment.metadata.name)
  return [...found.filter(each => !isMadeByKeda(each)).map(each => scales(subject, each)), ...rivals(found)]
}

function scales({ wish }: Subject, { metadata }: Autoscaler): Finding {
  const text = `it scales the Deployment; until it scales Rollout ${wish.name}, no pod is taken from the Deployment`
  const remedy = 'point its scaleTargetRef at the Rollout once that exists, as the last patch of this plan does'
  return warning('AutoscalerTargetsWorkload', `HorizontalPodAutoscaler/${metadata.name}`, text, remedy)
}

function rivals(found: readonly Autoscaler[]): readonly Finding[] {
  if (found.length < 2) return []
  const names = found.map(({ metadata }) => metadata.name).join(', ')
  const text = `several autoscalers scale the Deployment: ${names}; none of them acts while that is so`
  return [error('SeveralAutoscalers', `HorizontalPodAutoscaler/${found[0]!.metadata.name}`, text, 'keep one of them')]
}

export const kedaScalers: Rule = ({ surroundings, wish }) =>
  scaledObjectsOf(surroundings, 'Deployment', surroundings.deployment.metadata.name).map(({ metadata }) => {
    const text = `its autoscaler scales the Deployment; until it scales Rollout ${wish.name}, no pod is taken from the Deployment`
    const remedy =
      'give it the scaleTargetRef of the Rollout, with apiVersion and kind, as the last patch of this plan does'
    return warning('ScaledObjectTargetsWorkload', `ScaledObject/${metadata.name}`, text, remedy)
  })

/** An empty Deployment gives it nothing to learn from. */
export const verticalAutoscalers: Rule = ({ surroundings, wish }) =>
  verticalAutoscalersOf(surroundings, 'Deployment', surroundings.deployment.metadata.name).map(({ metadata }) => {
    const text = 'it watches the pods of the Deployment, of which none will be left'
    const remedy = `point its targetRef at Rollout ${wish.name} once the Deployment is drained, as the last patch of this plan does`
    return warning('VerticalAutoscalerTargetsWorkload', `VerticalPodAutoscaler/${metadata.name}`, text, remedy)
  })

/** With a number in the manifest two would decide; without one the number of the Deployment is the first. */
export const replicasOwner: Rule = ({ manifest, wish }) =>
  manifest.spec.replicas === undefined
    ? [
        info(
          'ReplicasLeftOut',
          `Rollout/${wish.name}`,
          'spec.replicas is left to the autoscaler; the Rollout begins with the size of the Deployment',
        ),
      ]
    : []
