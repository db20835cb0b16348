/** The condition Progressing: what it says in this pass, the first case that holds (contract rollout 5.2-5.4). */
import type { RolloutStatus } from '../api/types.ts'
import { newRevision } from '../identity/annotations.ts'
import { failedCreation } from '../identity/failure.ts'
import type { Instant } from '../kube/time.ts'
import type { Situation } from '../situation.ts'
import { type Conditions, findCondition, refreshCondition, type Saying, setCondition } from './conditions.ts'
import { isTimedOut, isWaitingOnPurpose, timeoutMessage } from './deadline.ts'
import { hasProgressed, isCompleted, isHealthy } from './progress.ts'

export interface Circumstances {
  readonly becameUnhealthy: boolean
  readonly abortMessage: string
  readonly now: Instant
  readonly time: string
}

export function progress(s: Situation, next: RolloutStatus, conditions: Conditions, c: Circumstances): Conditions {
  const set = (saying: Omit<Saying, 'type'>) => setCondition(conditions, { type: 'Progressing', ...saying }, c.time)
  const refresh = (saying: Omit<Saying, 'type'>) =>
    refreshCondition(conditions, { type: 'Progressing', ...saying }, c.time)
  const current = findCondition(conditions, 'Progressing')
  if (next.abort) return set(abortSaying(s, c.abortMessage))
  const failure = creationError(s)
  if (failure !== undefined) return set({ status: 'False', reason: CREATE_ERROR, message: failure })
  // Said until it has succeeded: a controller that has just started has not tried yet.
  if (current?.reason === CREATE_ERROR && !s.newRSExists) return conditions
  if (isPausedNow(s, next) && !isCompleted(next) && current?.reason !== 'RolloutAborted') {
    return set({ status: 'Unknown', reason: 'RolloutPaused', message: 'Rollout is paused' })
  }
  // An attempt that is told at its end finds the reason of the one before, which names another ReplicaSet.
  if (isHealthy(s, next))
    return (s.changed ? refresh : set)({
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${s.newRS.name}" has successfully progressed.`,
    })
  if (c.becameUnhealthy && isCompleted(next)) {
    return refresh({
      status: 'True',
      reason: 'ReplicaSetNotAvailable',
      message: 'Rollout does not have minimum availability',
    })
  }
  if (hasProgressed(s, next) || c.becameUnhealthy || current?.reason === CREATE_ERROR) {
    return refresh({
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `ReplicaSet "${s.newRS.name}" is progressing.`,
    })
  }
  if (current?.reason === 'RolloutAborted')
    return set({ status: 'Unknown', reason: 'RolloutRetry', message: 'Retrying Rollout after abort' })
  if (current?.reason === 'RolloutPaused' && !isPausedNow(s, next))
    return set({ status: 'Unknown', reason: 'RolloutResumed', message: 'Rollout is resumed' })
  if (!current)
    return set({ status: 'True', reason: 'FoundNewReplicaSet', message: `Found new replica set "${s.newRS.name}"` })
  if (!isWaitingOnPurpose(s) && isTimedOut(s, { ...next, conditions }, c.now)) {
    return set({ status: 'False', reason: 'ProgressDeadlineExceeded', message: timeoutMessage(s) })
  }
  return conditions
}

export const CREATE_ERROR = 'ReplicaSetCreateError'

/** Why there is no new ReplicaSet, in upstream's words (contract rollout 3.5). */
function creationError({ world, newRS, newRSExists }: Situation): string | undefined {
  const failure = newRSExists ? undefined : failedCreation(world, newRS.name)
  return failure && `Failed to create new replica set "${newRS.name}": ${failure.message ?? failure.failed}`
}

function abortSaying(s: Situation, abortMessage: string): Omit<Saying, 'type'> {
  const text = `Rollout aborted update to revision ${newRevision(s)}`
  const message = abortMessage ? `${text}: ${abortMessage}` : text
  return { status: 'False', reason: 'RolloutAborted', message }
}

export function isPausedNow(s: Situation, next: RolloutStatus): boolean {
  return s.rollout.spec.paused === true || (next.pauseConditions?.length ?? 0) > 0
}
