/** Who scales what. */
import type { Surroundings } from './gather.ts'
import type { Autoscaler, Reference, ScaledObject, VerticalAutoscaler } from './objects.ts'

export type Target = 'Deployment' | 'Rollout'

/** KEDA takes a reference without a kind for a Deployment. */
export function isTarget(reference: Reference | undefined, kind: Target, name: string): boolean {
  const { apiVersion = 'apps/v1', kind: named = 'Deployment' } = reference ?? {}
  const group = apiVersion.split('/')[0]
  return reference?.name === name && named === kind && group === (kind === 'Rollout' ? 'argoproj.io' : 'apps')
}

type Having<K extends keyof Surroundings> = Pick<Surroundings, K>

export function scaledObjectsOf(
  { scaledObjects }: Having<'scaledObjects'>,
  kind: Target,
  name: string,
): readonly ScaledObject[] {
  return scaledObjects.filter(({ spec }) => isTarget(spec.scaleTargetRef, kind, name))
}

/** All that scale it, whoever made them. */
export function autoscalersOf(
  { autoscalers }: Having<'autoscalers'>,
  kind: Target,
  name: string,
): readonly Autoscaler[] {
  return autoscalers.filter(({ spec }) => isTarget(spec.scaleTargetRef, kind, name))
}

/** KEDA makes an autoscaler of its own and puts back what others change in it. */
export function isMadeByKeda({ metadata }: Autoscaler): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'ScaledObject') === true
}

export function verticalAutoscalersOf(
  { verticalAutoscalers }: Having<'verticalAutoscalers'>,
  kind: Target,
  name: string,
): readonly VerticalAutoscaler[] {
  return verticalAutoscalers.filter(({ spec }) => isTarget(spec.targetRef, kind, name))
}

/** N: the larger of what the Deployment runs and what an autoscaler wants of it (users row 2). */
export function sizeOf(surroundings: Surroundings): number {
  const { deployment } = surroundings
  const wishes = autoscalersOf(surroundings, 'Deployment', deployment.metadata.name).map(
    ({ status }) => status?.desiredReplicas ?? 0,
  )
  return Math.max(deployment.spec.replicas, ...wishes)
}
