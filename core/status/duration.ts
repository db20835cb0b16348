/** How long an attempt takes, and how long people let it wait (contract rollout 5.6). */
import type { RolloutDuration, RolloutStatus } from '../api/types.ts'
import { isFastRollback } from '../bluegreen/readiness.ts'
import { formatTime, type Instant, parseTime } from '../kube/time.ts'
import { isResized } from '../replicas/scale.ts'
import { isRollback, isRollbackWithinWindow } from '../rollback.ts'
import { isPromoted, type Situation } from '../situation.ts'
import { isAutoPromoted } from '../spec.ts'
import { findCondition } from './conditions.ts'
import { isCompleted } from './progress.ts'
import type { Transition } from './transition.ts'

export function durationOf(
  s: Situation,
  next: RolloutStatus,
  transition: Transition,
  now: Instant,
): RolloutDuration | undefined {
  const going = current(s, transition, now)
  const done = isCompleted(next) && s.newRS.status.availableReplicas >= s.replicas
  if (isRunning(going)) {
    const ended = end(going, next, done, now)
    return isRunning(ended) ? trackPause(s, next, ended, now) : ended
  }
  if (done && isToldAtItsEnd(s, transition)) return finish(startedAt(now), 'Promoted', now)
  if (done ? !isSeenTwice(s) : !isStarting(s, next)) return going
  const started = begun(s, now)
  return done ? end(started, next, done, now) : trackPause(s, next, started, now)
}

function startedAt(now: Instant): RolloutDuration {
  return { rolloutStartedAt: formatTime(now) }
}

function begun(s: Situation, now: Instant): RolloutDuration {
  return { ...startedAt(now), ...(isSeenTwice(s) && isRollback(s) ? { completionStatus: rolledBack(s, now) } : {}) }
}

/**
 * Upstream looks twice at a change that comes with another N: the attempt begins with the first look, so that the second takes a way back for one in
 * its middle. Of what has its N pods already it begins with the second. Of a blue-green Rollout that goes back to stable it looks once.
 */
function isSeenTwice(s: Situation): boolean {
  const isWhole = isPromoted(s.stored) && s.newRS.status.availableReplicas >= s.replicas
  const isBackToStable = s.blueGreen !== undefined && s.newRS === s.stableRS
  return s.changed && isResized(s) && !isWhole && !isBackToStable
}

/** Another N takes away the deadline that would have made the way back fast. */
function rolledBack(s: Situation, now: Instant): string {
  const isFast = isResized(s) ? s.newRS === s.stableRS || isRollbackWithinWindow(s) : isFastRollback(s, now)
  return isFast ? 'FastRolledBack' : 'RolledBack'
}

/** Its pods were ready before anything had been written of its start. */
function isToldAtItsEnd(s: Situation, { completion }: Transition): boolean {
  return s.changed && s.stored.stableRS !== undefined && completion !== undefined
}

/** An attempt that has ended, as `/metrics` counts it, in whole seconds: all of its time, and what of it people let it wait. */
export interface Ended {
  readonly status: string
  readonly seconds: number
  readonly waited: number
}

/** The attempt that the status `after` ends and the one `before` did not: finished, or superseded by the one that `after` is about. */
export function endedAttempt(before: RolloutStatus, after: RolloutStatus): Ended | undefined {
  const [earlier, next] = [before.duration, after.duration]
  const at = parseTime(next?.rolloutStartedAt)
  if (!next || at === undefined) return undefined
  const isSame = next.rolloutStartedAt === earlier?.rolloutStartedAt
  const isToldAtItsEnd = !isSame && next.finishedAt === next.rolloutStartedAt
  if (!isRunning(earlier) && !isToldAtItsEnd) return undefined
  const ended = isRunning(earlier) && !isSame ? finish(earlier, 'Superseded', at) : next
  const [start, finished] = [parseTime(ended.rolloutStartedAt), parseTime(ended.finishedAt)]
  if (start === undefined || finished === undefined) return undefined
  const { completionStatus = '', totalManualPauseDurationSeconds: waited = 0 } = ended
  return { status: completionStatus, seconds: (finished - start) / 1000, waited }
}

/** The attempt on record, marked as what a change in the middle of it makes of it. A superseded one is over. */
function current(s: Situation, transition: Transition, now: Instant): RolloutDuration | undefined {
  const stored = s.stored.duration
  if (!isRunning(stored)) return stored
  const marked =
    transition.completion && !stored.completionStatus ? { ...stored, completionStatus: transition.completion } : stored
  if (!isNewAttempt(s)) return marked
  if (!isRollback(s)) return finish(marked, 'Superseded', now)
  return { ...marked, completionStatus: rolledBack(s, now) }
}

function isRunning(duration: RolloutDuration | undefined): duration is RolloutDuration {
  return duration?.rolloutStartedAt !== undefined && duration.finishedAt === undefined
}

function end(running: RolloutDuration, next: RolloutStatus, done: boolean, now: Instant): RolloutDuration {
  if (done) return finish(running, running.completionStatus ?? 'Promoted', now)
  return next.abort ? finish(running, running.completionStatus ?? 'Aborted', now) : running
}

/** A pause that is still open when the attempt ends counts up to its end. */
function finish(running: RolloutDuration, completionStatus: string, now: Instant): RolloutDuration {
  return { ...closePause(running, now), finishedAt: formatTime(now), completionStatus }
}

function isNewAttempt(s: Situation): boolean {
  return s.changed || !s.stored.currentPodHash
}

function isStarting(s: Situation, next: RolloutStatus): boolean {
  const wasAborted = findCondition(s.stored.conditions ?? [], 'Progressing')?.reason === 'RolloutAborted'
  return isNewAttempt(s) || (wasAborted && !next.abort)
}

function trackPause(s: Situation, next: RolloutStatus, running: RolloutDuration, now: Instant): RolloutDuration {
  if (!isPausedByPeople(s, next)) return closePause(running, now)
  return running.manualPauseStartedAt ? running : { ...running, manualPauseStartedAt: formatTime(now) }
}

function closePause(running: RolloutDuration, now: Instant): RolloutDuration {
  const { manualPauseStartedAt, ...rest } = running
  const since = parseTime(manualPauseStartedAt)
  if (since === undefined) return running
  const total = (running.totalManualPauseDurationSeconds ?? 0) + Math.floor((now - since) / 1000)
  return { ...rest, totalManualPauseDurationSeconds: total }
}

/** Nothing but a person ends this pause. */
function isPausedByPeople(s: Situation, next: RolloutStatus): boolean {
  if (s.rollout.spec.paused) return true
  const reasons = (next.pauseConditions ?? []).map(pause => pause.reason)
  if (reasons.includes('InconclusiveAnalysisRun') || reasons.includes('InconclusiveExperiment')) return true
  const step = s.steps[next.currentStepIndex ?? 0]
  if (reasons.includes('CanaryPauseStep') && step?.pause && step.pause.duration === undefined) return true
  return reasons.includes('BlueGreenPause') && s.blueGreen !== undefined && !isAutoPromoted(s.blueGreen)
}
