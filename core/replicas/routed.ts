/** Sizes of a canary behind a router: traffic is shared by weight, so stable keeps N and the canary has the pods for its share (contract rollout 7.5.1). */
import type { SetCanaryScale } from '../api/types.ts'
import type { Split } from './split.ts'

export interface RoutedInput {
  readonly replicas: number
  readonly weight: number
  readonly maxWeight: number
  /** A setCanaryScale step that is in force: replicas as they are, else a weight of its own. */
  readonly scale?: SetCanaryScale | undefined
  readonly minPods?: number | undefined
}

/** Without dynamicStableScale. */
export function routedCounts({ replicas, weight, maxWeight, scale, minPods }: RoutedInput): Split {
  if (scale?.replicas !== undefined) return { canary: scale.replicas, stable: replicas }
  const pods = Math.ceil(((scale?.weight ?? weight) * replicas) / maxWeight)
  return { canary: pods === 0 ? 0 : Math.max(pods, Math.min(minPods ?? 0, replicas)), stable: replicas }
}
