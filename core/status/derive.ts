/**
 * The status of a pass: one fixed pipeline (abort, pauses, conditions, phase, duration) over what was observed, before any effect is tried,
 * so that a failing effect can never hide a deadline (users 4-C1).
 */
import type { RolloutStatus } from '../api/types.ts'
import { activeRS } from '../bluegreen/readiness.ts'
import type { Draft, Note } from '../draft.ts'
import { HASH } from '../keys.ts'
import { formatSelector } from '../kube/selector.ts'
import { formatTime, type Instant } from '../kube/time.ts'
import type { Situation } from '../situation.ts'
import { withDrained } from '../workload/condition.ts'
import { blueGreenTransition } from './bluegreen.ts'
import { canaryTransition } from './canary.ts'
import { countsOf } from './counts.ts'
import { deadlineAt, isTimedOut, isWaitingOnPurpose, timeoutMessage } from './deadline.ts'
import { durationOf } from './duration.ts'
import { pauseFields } from './pauses.ts'
import { phaseOf } from './phase.ts'
import { hasProgressed, isCompleted } from './progress.ts'
import { compact } from './settle.ts'
import { type Fields, note, type Transition } from './transition.ts'
import { verdictOf } from './verdict.ts'

export interface Derived {
  readonly status: RolloutStatus
  readonly notes: readonly Note[]
  readonly wakeAt?: Instant | undefined
}

export function deriveStatus(s: Situation, draft: Draft, now: Instant): Derived {
  const transition = s.canary ? canaryTransition(s, draft, now) : blueGreenTransition(s, draft, now)
  const base = compact({ ...baseFields(s, draft), ...transition.fields })
  const timedOut = isAbortedByDeadline(s, base, transition, now)
  const paused = compact({ ...base, ...pauseFields(s, transition, timedOut, formatTime(now)) })
  const abortMessage = timedOut ? timeoutMessage(s) : ''
  const verdict = verdictOf(s, paused, abortMessage, now)
  const judged = { ...paused, conditions: withDrained(s, verdict.conditions, formatTime(now)) }
  const status = compact({ ...judged, ...phaseOf(s.world, judged), duration: durationOf(s, judged, transition, now) })
  return {
    status,
    notes: [
      ...transition.notes,
      ...(timedOut ? [note('RolloutAborted', abortMessage, 'Warning')] : []),
      ...verdict.notes,
      ...pauseNotes(s, status),
    ],
    wakeAt: progressCheckAt(s, status),
  }
}

function baseFields(s: Situation, draft: Draft): Fields {
  const { alb, albs, collisionCount, restartedAt } = s.stored
  const { workload } = s.world
  return {
    alb,
    albs,
    collisionCount,
    restartedAt: draft.restarted ? s.rollout.spec.restartAt : restartedAt,
    currentPodHash: s.podHash,
    currentStepHash: s.stepHash,
    selector: selectorText(s),
    observedGeneration: String(s.rollout.metadata.generation),
    workloadObservedGeneration: workload.state === 'resolved' ? String(workload.generation) : undefined,
    canary: {},
    blueGreen: {},
    ...countsOf(s),
  }
}

/** The pods that an autoscaler should measure: of a blue-green Rollout those behind the active Service. */
function selectorText(s: Situation): string {
  const hash = s.blueGreen && activeRS(s)?.labels[HASH]
  if (!hash) return formatSelector(s.selector)
  return formatSelector({ ...s.selector, matchLabels: { ...s.selector.matchLabels, [HASH]: hash } })
}

/** progressDeadlineAbort: an update that has not moved since the stored status, and whose deadline has passed (contract rollout 5.4). */
function isAbortedByDeadline(s: Situation, next: RolloutStatus, transition: Transition, now: Instant): boolean {
  if (!s.rollout.spec.progressDeadlineAbort || s.changed || transition.removeAbort || s.status.abort) return false
  if (isCompleted(next) || hasProgressed(s, next) || isWaitingOnPurpose(s)) return false
  const { conditions = [] } = s.stored
  return isTimedOut(s, { ...next, conditions }, now)
}

/** Resumed is told only when the controller itself ends the pause: after a person's patch there is no difference left (corrections 8). */
function pauseNotes(s: Situation, status: RolloutStatus): readonly Note[] {
  const before = s.stored.pauseConditions?.length ?? 0
  const [pause] = status.pauseConditions ?? []
  if (before === 0 && pause) return [note('RolloutPaused', `Rollout is paused (${pause.reason})`)]
  return before > 0 && !pause && !status.abort ? [note('RolloutResumed', 'Rollout is resumed')] : []
}

/** When the deadline will have passed, unless something happens before. */
function progressCheckAt(s: Situation, status: RolloutStatus): Instant | undefined {
  const reason = status.conditions?.find(condition => condition.type === 'Progressing')?.reason
  const isSettled = reason === 'NewReplicaSetAvailable' || reason === 'ProgressDeadlineExceeded'
  if (isSettled || isWaitingOnPurpose(s)) return undefined
  const at = deadlineAt(s, status)
  return at === undefined ? undefined : at + 1
}
