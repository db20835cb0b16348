/** Health, progress and the deadline (contract rollout 5.2, 5.4). */
import type { RolloutStatus } from '../api/types.ts'
import { currentStep } from '../canary/weight.ts'
import { SCALE_DOWN_DEADLINE } from '../keys.ts'
import { type Instant, parseTime } from '../kube/time.ts'
import type { Situation } from '../situation.ts'
import { progressDeadlineSeconds } from '../spec.ts'
import { roomBeside } from '../workload/handover.ts'
import { findCondition } from './conditions.ts'
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

/** Something moved on since the stored status. A new attempt always is: its deadline starts with it (users 4-C5). */
export function hasProgressed(s: Situation, next: RolloutStatus): boolean {
  const before = s.stored
  const mark = markOf(s)
  const older = (status: RolloutStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    s.changed ||
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
  return before.stableRS !== next.stableRS || (bothIndexed && before.currentStepIndex !== next.currentStepIndex)
}

/** When the deadline of the stored status passes; undefined when there is nothing to measure. */
export function deadlineAt(s: Situation, status: RolloutStatus): Instant | undefined {
  const progressing = findCondition(status.conditions ?? [], 'Progressing')
  const since = parseTime(progressing?.lastUpdateTime)
  if (!progressing || since === undefined) return undefined
  if (progressing.reason === 'RolloutAborted' || progressing.reason === 'RolloutPaused') return undefined
  return since + progressDeadlineSeconds(s.rollout) * 1000
}

export function isTimedOut(s: Situation, status: RolloutStatus, now: Instant): boolean {
  const progressing = findCondition(status.conditions ?? [], 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') return true
  const at = deadlineAt(s, status)
  return at !== undefined && at < now
}

/** Waiting is meant: steps without an end of their own, pauses, and old versions that wait for their scale-down do not count against progress. */
export function isWaitingOnPurpose(s: Situation): boolean {
  // What holds the Deployment holds the room that we would grow into.
  if (s.handOver?.hold && roomBeside(s.handOver) !== undefined) return true
  const step = currentStep(s)
  if (step?.pause || step?.analysis || step?.experiment) return true
  if (findCondition(s.stored.conditions ?? [], 'Paused')?.status === 'True') return true
  const isRouted = s.canary?.trafficRouting !== undefined
  return s.others.some(rs => Boolean(rs.annotations[SCALE_DOWN_DEADLINE]) || (isRouted && rs.replicas > 0))
}

export function timeoutMessage(s: Situation): string {
  return `ReplicaSet "${s.newRS.name}" has timed out progressing.`
}
