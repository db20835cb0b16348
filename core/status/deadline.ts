/** The progress deadline (contract rollout 5.4). */
import type { RolloutStatus } from '../api/types.ts'
import { currentStep } from '../canary/weight.ts'
import { SCALE_DOWN_DEADLINE } from '../keys.ts'
import { type Instant, parseTime } from '../kube/time.ts'
import type { Situation } from '../situation.ts'
import { progressDeadlineSeconds } from '../spec.ts'
import { roomBeside } from '../workload/handover.ts'
import { findCondition } from './conditions.ts'

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
  return s.others.some(rs => rs.replicas > 0 && (isRouted || Boolean(rs.annotations[SCALE_DOWN_DEADLINE])))
}

/** Time runs against the attempt on record. */
export function isCounting(s: Situation): boolean {
  return !isWaitingOnPurpose(s) && deadlineAt(s, s.stored) !== undefined
}

export function timeoutMessage(s: Situation): string {
  return `ReplicaSet "${s.newRS.name}" has timed out progressing.`
}
