/** Whether the new version of a canary becomes stable now (contract rollout 7.3). */
import { countOf } from '../replicas/counts.ts'
import { isThresholdMet } from '../replicas/reached.ts'
import { isRollbackWithinWindow } from '../rollback.ts'
import { isAborted, type Situation } from '../situation.ts'
import { isGivenUp } from '../workload/handover.ts'
import { currentIndex } from './weight.ts'

/** A full promotion, and a way back within the window, pass over the steps, pauses and an abort. */
export function isSkippingSteps(s: Situation): boolean {
  return s.status.promoteFull === true || isRollbackWithinWindow(s)
}

/** As the event names it, in upstream's order of tests; undefined while the new version is not whole or has steps to go. */
export function promotionReason(s: Situation): string | undefined {
  if (!s.stableRS) return s.newRSExists && !isGivenUp(s.handOver) ? 'Initial deploy' : undefined
  if ((isAborted(s) && !isSkippingSteps(s)) || !isWhole(s)) return undefined
  if (s.status.promoteFull) return 'Full promotion requested'
  if (isRollbackWithinWindow(s)) return 'Rollback within window'
  if (s.newRS === s.stableRS) return 'Fast rollback'
  return currentIndex(s) >= s.steps.length ? `Completed all ${s.steps.length} canary steps` : undefined
}

/** More available pods than N are fine: an autoscaler may have shrunk N (trap 14). */
export function isWhole(s: Situation): boolean {
  const canary = countOf(s.newRS)
  return canary.available >= s.replicas || isThresholdMet(s.canary?.replicaProgressThreshold, canary, s.replicas)
}
