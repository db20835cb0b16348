/** Whether a step's sizes are reached (contract rollout 7.6). */
import { emptyDraft } from '../draft.ts'
import { available, countOf, wanted } from '../replicas/counts.ts'
import { isThresholdMet } from '../replicas/reached.ts'
import type { Situation } from '../situation.ts'
import { canaryCounts } from './replicas.ts'

/**
 * The canary is available as asked, stable has the size and the pods that are asked for, and no older revision wants or has a pod: while one
 * does, the targets are only what room it leaves, and upstream completes a step whose canary has not begun.
 */
export function hasReachedCounts(s: Situation): boolean {
  const target = canaryCounts(s, emptyDraft)
  const stable = s.stableRS
  return (
    isThresholdMet(s.canary?.replicaProgressThreshold, countOf(s.newRS), target.canary) &&
    stable !== undefined &&
    stable.replicas === target.stable &&
    stable.status.replicas === target.stable &&
    available(s.others) === 0 &&
    wanted(s.others) === 0
  )
}
