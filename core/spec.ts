/** What a spec means where it says nothing: defaults are applied when read and never written back (contract rollout 1.1-1.3). */
import type { BlueGreenStrategy, CanaryStep, CanaryStrategy, Rollout } from './api/types.ts'
import { DESIRED_REPLICAS } from './keys.ts'
import type { World } from './world.ts'

/** What N is made of. */
export type Sized = Pick<World, 'rollout' | 'workload' | 'replicaSets' | 'autoscalers'>

/** N: spec.replicas; without it 1, or with a workloadRef the largest size that anybody knows of, so that adopting a workload never shrinks it (users 4-F3, AR#4110). */
export function desiredReplicas({ rollout, workload, replicaSets, autoscalers = [] }: Sized): number {
  if (rollout.spec.replicas !== undefined || workload.state !== 'resolved') return rollout.spec.replicas ?? 1
  const wishes = autoscalers.map(({ desiredReplicas = 0 }) => desiredReplicas)
  // The workload may have been drained already: then our own pods tell what N was.
  const recorded = replicaSets.filter(rs => rs.replicas > 0).map(rs => Number(rs.annotations[DESIRED_REPLICAS]) || 0)
  return Math.max(workload.replicas ?? 0, ...wishes, ...recorded) || 1
}

export function canaryOf(rollout: Rollout): CanaryStrategy | undefined {
  return rollout.spec.strategy?.canary
}

export function blueGreenOf(rollout: Rollout): BlueGreenStrategy | undefined {
  return rollout.spec.strategy?.blueGreen
}

export function stepsOf(rollout: Rollout): readonly CanaryStep[] {
  return canaryOf(rollout)?.steps ?? []
}

export function progressDeadlineSeconds(rollout: Rollout): number {
  return rollout.spec.progressDeadlineSeconds ?? 600
}

export function revisionHistoryLimit(rollout: Rollout): number {
  return rollout.spec.revisionHistoryLimit ?? 10
}

/** Weight that stands for all traffic: maxTrafficWeight or 100. */
export function maxWeight(rollout: Rollout): number {
  return canaryOf(rollout)?.trafficRouting?.maxTrafficWeight ?? 100
}

/** Seconds for which an old version is kept after promotion; a canary without a router keeps none. */
export function scaleDownDelaySeconds(rollout: Rollout): number {
  const blueGreen = blueGreenOf(rollout)
  if (blueGreen) return blueGreen.scaleDownDelaySeconds ?? 30
  const canary = canaryOf(rollout)
  return canary?.trafficRouting ? (canary.scaleDownDelaySeconds ?? 30) : 0
}

/** How many old versions may wait for their scale-down at the same time. */
export function scaleDownDelayRevisionLimit(rollout: Rollout): number {
  const strategy = blueGreenOf(rollout) ?? canaryOf(rollout)
  return strategy?.scaleDownDelayRevisionLimit ?? Number.POSITIVE_INFINITY
}

/** Seconds for which an aborted version is kept; undefined (the value 0, or a canary without a router): no deadline at all. */
export function abortScaleDownDelaySeconds(rollout: Rollout): number | undefined {
  const canary = canaryOf(rollout)
  if (canary && !canary.trafficRouting) return undefined
  const given = (blueGreenOf(rollout) ?? canary)?.abortScaleDownDelaySeconds ?? 30
  return given === 0 ? undefined : given
}

/** Blue-green switches without being asked. */
export function isAutoPromoted(strategy: BlueGreenStrategy): boolean {
  return strategy.autoPromotionEnabled ?? true
}
