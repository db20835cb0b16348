/** Health and progress (contract rollout 5.2). */
import type { RolloutStatus } from '../api/types.ts'
import type { Situation } from '../situation.ts'
import { markOf } from './mark.ts'

/**
 * N updated and available, and the strategy at its end. Upstream asks besides whether the generation had been observed before, which makes every
 * change of the spec flicker; here the status is about this generation.
 */
export function isHealthy(s: Situation, next: RolloutStatus): boolean {
  const counts = (next.updatedReplicas ?? 0) === s.replicas && (next.availableReplicas ?? 0) === s.replicas
  return counts && (s.blueGreen ? isSwitched(s, next) : isThroughSteps(s, next))
}

function isSwitched(s: Situation, next: RolloutStatus): boolean {
  const { activeSelector, previewSelector } = next.blueGreen ?? {}
  return activeSelector === s.podHash && (!s.blueGreen?.previewService || previewSelector === s.podHash)
}

function isThroughSteps(s: Situation, next: RolloutStatus): boolean {
  const index = next.currentStepIndex ?? s.steps.length
  return index === s.steps.length && isCompleted(next) && (next.replicas ?? 0) === s.replicas
}

export function isCompleted(next: RolloutStatus): boolean {
  return Boolean(next.stableRS) && next.stableRS === next.currentPodHash
}

/** Something moved on since the stored status. A new attempt that is not held always is: its deadline starts with it (users 4-C5). */
export function hasProgressed(s: Situation, next: RolloutStatus): boolean {
  const before = s.stored
  const mark = markOf(s)
  const older = (status: RolloutStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (s.changed && s.rollout.spec.paused !== true) ||
    (next.updatedReplicas ?? 0) !== (before.updatedReplicas ?? 0) ||
    older(next) < older(before) ||
    (next.readyReplicas ?? 0) > mark.readyReplicas ||
    (next.availableReplicas ?? 0) > mark.availableReplicas ||
    hasStrategyProgressed(s, next)
  )
}

function hasStrategyProgressed(s: Situation, next: RolloutStatus): boolean {
  const before = s.stored
  if (s.blueGreen) {
    return (
      before.blueGreen?.activeSelector !== next.blueGreen?.activeSelector ||
      before.blueGreen?.previewSelector !== next.blueGreen?.previewSelector
    )
  }
  const bothIndexed = before.currentStepIndex !== undefined && next.currentStepIndex !== undefined
  const isOfOtherSteps = before.currentStepHash !== next.currentStepHash
  const hasStepped = bothIndexed && before.currentStepIndex !== next.currentStepIndex
  return before.stableRS !== next.stableRS || isOfOtherSteps || hasStepped
}
