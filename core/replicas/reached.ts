/** Whether the counts of a step are reached (contract rollout 7.6). */
import type { ReplicaProgressThreshold } from '../api/types.ts'
import type { Count } from './basic.ts'

/** Percentages carry a floating point error. */
const EPSILON = 1e-10

/** Without a threshold exactly the target, available; `Percent` a share of the target; anything else a number of pods, never more than the target (trap 64). */
export function isThresholdMet(
  threshold: ReplicaProgressThreshold | undefined,
  side: Count | undefined,
  target: number,
): boolean {
  if (!threshold || !side || threshold.value < 0) return side?.spec === target && side.available === target
  if (threshold.type !== 'Percent') return side.available >= Math.min(threshold.value, target)
  if (target === 0) return true
  return (side.available / target) * 100 >= threshold.value - EPSILON
}
