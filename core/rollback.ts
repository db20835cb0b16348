/** Whether an update goes back to a revision that is already known (contract rollout 7.9). */
import { EXPERIMENT_NAME } from './keys.ts'
import { hasTwoVersions, type Situation } from './situation.ts'

/** Back to stable, or to a revision that is older than it. */
export function isRollback(s: Situation): boolean {
  if (!s.stableRS) return false
  return s.newRS === s.stableRS || s.newRS.creationTimestamp < s.stableRS.creationTimestamp
}

/** Older than stable, and fewer revisions strictly between the two than the window has; ReplicaSets of Experiments do not count. */
export function isRollbackWithinWindow(s: Situation): boolean {
  const revisions = s.rollout.spec.rollbackWindow?.revisions ?? 0
  if (revisions <= 0 || !hasTwoVersions(s)) return false
  const from = s.newRS.creationTimestamp
  const to = s.stableRS.creationTimestamp
  if (from >= to) return false
  const between = s.all.filter(
    rs => rs.creationTimestamp > from && rs.creationTimestamp < to && !rs.annotations[EXPERIMENT_NAME],
  )
  return between.length < revisions
}

/** Within the window, and its pods have not all gone yet: the steps are over before they begin. */
export function isRollbackToActive(s: Situation): boolean {
  return isRollbackWithinWindow(s) && s.newRS.replicas > 0
}
