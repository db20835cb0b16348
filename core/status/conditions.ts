/** The list of conditions: order is the order of last change (contract rollout 5.1). Times have second precision. */
import type { RolloutCondition } from '../api/types.ts'

export type Conditions = readonly RolloutCondition[]
export type ConditionType =
  | 'Available'
  | 'Progressing'
  | 'Paused'
  | 'Healthy'
  | 'Completed'
  | 'InvalidSpec'
  | 'ReplicaFailure'
  /** Ours: core/workload/condition.ts. */
  | 'WorkloadDrained'

/** What is to be said; the times are added when it is set. */
export interface Saying {
  readonly type: ConditionType
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

export function findCondition(conditions: Conditions, type: ConditionType): RolloutCondition | undefined {
  return conditions.find(condition => condition.type === type)
}

/** Same status and reason: left untouched, message and times too. Otherwise it goes to the end; the transition time survives a change of reason alone. */
export function setCondition(conditions: Conditions, saying: Saying, now: string): Conditions {
  const before = findCondition(conditions, saying.type)
  if (before?.status === saying.status && before.reason === saying.reason) return conditions
  return append(conditions, saying, now, before?.status === saying.status ? before.lastTransitionTime : now)
}

/** Replaced even when it says the same, so that lastUpdateTime is the time of the last progress. */
export function refreshCondition(conditions: Conditions, saying: Saying, now: string): Conditions {
  const before = findCondition(conditions, saying.type)
  return append(conditions, saying, now, before?.status === saying.status ? before.lastTransitionTime : now)
}

export function removeCondition(conditions: Conditions, type: ConditionType): Conditions {
  return findCondition(conditions, type) ? conditions.filter(condition => condition.type !== type) : conditions
}

function append(conditions: Conditions, saying: Saying, now: string, lastTransitionTime: string): Conditions {
  const { type, status, reason, message } = saying
  const others = conditions.filter(condition => condition.type !== type)
  return [...others, { type, status, lastUpdateTime: now, lastTransitionTime, reason, message }]
}
