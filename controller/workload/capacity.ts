/** Which Rollouts care about the pods of their workload, and not of its template alone. */
import type { Rollout } from '../../core/api/types.ts'
import { HAND_BACK } from '../../core/keys.ts'

/** Capacity goes from a Deployment to this Rollout, or back, in every revision (users 4-G1). */
export function movesCapacity({ metadata, spec }: Rollout): boolean {
  const { kind, scaleDown } = spec.workloadRef ?? {}
  if (kind !== 'Deployment') return false
  return scaleDown === 'onsuccess' || scaleDown === 'progressively' || isHandingBack(metadata)
}

/** It is being deleted, and goes once its workload has its pods back. */
export function isHandingBack({ finalizers }: Pick<Rollout['metadata'], 'finalizers'>): boolean {
  return finalizers?.includes(HAND_BACK) === true
}
