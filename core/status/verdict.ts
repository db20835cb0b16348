/** The conditions of a pass, in upstream's order of evaluation (contract rollout 5.1-5.4). */
import type { RolloutStatus } from '../api/types.ts'
import { isSaturated } from '../bluegreen/readiness.ts'
import type { Note } from '../draft.ts'
import { newRevision } from '../identity/annotations.ts'
import { isRecorded } from '../identity/recorded.ts'
import { HASH } from '../keys.ts'
import { formatTime, type Instant } from '../kube/time.ts'
import { available } from '../replicas/counts.ts'
import type { Situation } from '../situation.ts'
import { type Conditions, findCondition, removeCondition, type Saying, setCondition } from './conditions.ts'
import { isCompleted, isHealthy } from './progress.ts'
import { CREATE_ERROR, isPausedNow, progress } from './progressing.ts'
import { note } from './transition.ts'

export interface Verdict {
  readonly conditions: Conditions
  readonly notes: readonly Note[]
}

/** `next` is the new status but for conditions, phase and duration; abort and pauses are in it. */
export function verdictOf(s: Situation, next: RolloutStatus, abortMessage: string, now: Instant): Verdict {
  const time = formatTime(now)
  const set = (conditions: Conditions, saying: Saying) => setCondition(conditions, saying, time)
  const before = removeCondition(s.stored.conditions ?? [], 'InvalidSpec')
  const healthy = health(s, next, before)
  const afterHealth = healthy ? set(before, healthy) : before
  const becameUnhealthy = healthy?.status === 'False' && afterHealth !== before
  const progressed = progress(s, next, afterHealth, { becameUnhealthy, abortMessage, now, time })
  const paused = pause(s, next, progressed, time)
  const judged = replicaFailure(s, set(paused, availability(s)), time)
  const completed = set(judged, completion(next))
  const started = completed !== judged && findCondition(completed, 'Completed')?.status === 'False'
  return {
    conditions: completed,
    notes: [...failureNotes(before, progressed), ...(started ? [note('RolloutNotCompleted', notCompleted(s))] : [])],
  }
}

function notCompleted(s: Situation): string {
  return `Rollout not completed, started update to revision ${newRevision(s)} (${s.podHash})`
}

/** An abort, and a ReplicaSet that cannot be created, are told once, with the condition that says so. */
function failureNotes(before: Conditions, after: Conditions): readonly Note[] {
  const progressing = findCondition(after, 'Progressing')
  const isNews = progressing?.reason !== findCondition(before, 'Progressing')?.reason
  if (!progressing || !isNews || !TOLD.includes(progressing.reason)) return []
  return [note(progressing.reason, progressing.message, 'Warning')]
}

const TOLD: readonly string[] = ['RolloutAborted', CREATE_ERROR]

function health(s: Situation, next: RolloutStatus, before: Conditions): Saying | undefined {
  const reason = 'RolloutHealthy'
  if (!isPausedNow(s, next) && isHealthy(s, next)) {
    return { type: 'Healthy', status: 'True', reason, message: 'Rollout is healthy' }
  }
  // Said only of a Rollout that has been healthy before.
  return (
    findCondition(before, 'Healthy') && { type: 'Healthy', status: 'False', reason, message: 'Rollout is not healthy' }
  )
}

/**
 * The condition Paused follows the pauses, but stays as it is while an abort is on record (contract rollout 5.3). The abort itself finds the pauses of
 * before; one that comes with another spec finds it as it is.
 */
function pause(s: Situation, next: RolloutStatus, conditions: Conditions, time: string): Conditions {
  const wasAborted = findCondition(s.stored.conditions ?? [], 'Progressing')?.reason === 'RolloutAborted'
  if (next.abort && (wasAborted || !isRecorded(s.world))) return conditions
  const isPaused = isPausedNow(s, next.abort ? s.stored : next)
  const wasPaused = findCondition(conditions, 'Paused')?.status === 'True'
  if (isPaused === wasPaused) return conditions
  const status = isPaused ? 'True' : 'False'
  return setCondition(
    conditions,
    { type: 'Paused', status, reason: 'RolloutPaused', message: 'Rollout is paused' },
    time,
  )
}

function availability(s: Situation): Saying {
  const active = s.blueGreen && s.world.services[s.blueGreen.activeService]?.selector[HASH]
  const serving = active ? s.all.find(rs => rs.labels[HASH] === active) : undefined
  const isAvailable = s.blueGreen ? serving !== undefined && isSaturated(s, serving) : available(s.all) >= s.replicas
  return {
    type: 'Available',
    status: isAvailable ? 'True' : 'False',
    reason: 'AvailableReason',
    message: isAvailable ? 'Rollout has minimum availability' : 'Rollout does not have minimum availability',
  }
}

/** The first failure of the new ReplicaSet, else of any. */
function replicaFailure(s: Situation, conditions: Conditions, time: string): Conditions {
  const failures = [s.newRS, ...s.all]
    .flatMap(rs => rs.status.conditions ?? [])
    .filter(each => each.type === 'ReplicaFailure')
  const [failure] = failures
  if (!failure) return removeCondition(conditions, 'ReplicaFailure')
  const { status, reason = '', message = '', lastTransitionTime = time } = failure
  return setCondition(
    conditions,
    { type: 'ReplicaFailure', status: status as 'True', reason, message },
    lastTransitionTime,
  )
}

function completion(next: RolloutStatus): Saying {
  const status = isCompleted(next) ? 'True' : 'False'
  return { type: 'Completed', status, reason: 'RolloutCompleted', message: 'RolloutCompleted' }
}
