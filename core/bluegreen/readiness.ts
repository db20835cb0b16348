/** When a blue-green Rollout may pause, switch and be promoted (contract rollout 8.2-8.4). */
import type { BlueGreenStrategy } from '../api/types.ts'
import { DESIRED_REPLICAS, HASH } from '../keys.ts'
import { type Instant, parseTime } from '../kube/time.ts'
import { deadlineOf } from '../replicas/deadline.ts'
import { isRollbackWithinWindow } from '../rollback.ts'
import { hasPause, pauseSince, type Situation } from '../situation.ts'
import { isAutoPromoted } from '../spec.ts'
import type { ReplicaSetView, ServiceView } from '../world.ts'

export const SWITCH_PAUSE = 'BlueGreenPause'

/** N, unless a smaller preview is asked for and still in force. What is stable is no preview, wherever the traffic is. */
export function newSize(s: Situation): number {
  const preview = s.blueGreen?.previewReplicaCount
  if (preview === undefined || s.status.promoteFull) return s.replicas
  const active = activeRS(s)
  if (!active || active === s.newRS || s.newRS === s.stableRS) return s.replicas
  const isPaused = s.rollout.spec.paused === true || (s.status.pauseConditions?.length ?? 0) > 0
  return !isPaused && s.status.blueGreen?.scaleUpPreviewCheckPoint ? s.replicas : preview
}

/** The active Service as it is; validation has made sure that it exists. */
export function activeService(s: Situation): ServiceView | undefined {
  return s.blueGreen && s.world.services[s.blueGreen.activeService]
}

export function previewService(s: Situation): ServiceView | undefined {
  return s.blueGreen?.previewService ? s.world.services[s.blueGreen.previewService] : undefined
}

/**
 * The version that carries the traffic. What the active Service was last seen to select, if it has lost its hash since (made anew, applied over):
 * nobody has decided on another version (compatibility R15). Undefined: nothing has been active yet.
 */
export function activeHash(s: Situation): string | undefined {
  const hash = activeService(s)?.selector[HASH]
  const before = s.stored.blueGreen?.activeSelector
  const isLost = hash === undefined && before !== s.podHash && s.all.some(rs => rs.labels[HASH] === before)
  return isLost ? before : hash
}

export function activeRS(s: Situation): ReplicaSetView | undefined {
  const hash = activeHash(s)
  return hash === undefined ? undefined : s.all.find(rs => rs.labels[HASH] === hash)
}

/** The new version has the size that is asked for now, all of it available. */
export function isReady(s: Situation): boolean {
  const size = newSize(s)
  return s.newRS.replicas === size && s.newRS.status.availableReplicas === size
}

/** N pods wanted, recorded and available: what traffic may be switched to. */
export function isSaturated(s: Situation, rs: ReplicaSetView): boolean {
  return (
    rs.replicas === s.replicas &&
    rs.status.availableReplicas === s.replicas &&
    rs.annotations[DESIRED_REPLICAS] === String(s.replicas)
  )
}

/** No pause is needed: a rollback to what is known, a full promotion, or nothing is active but this. */
export function isFastTracked(s: Situation, now: Instant): boolean {
  const active = activeHash(s)
  return isFastRollback(s, now) || s.status.promoteFull === true || active === undefined || active === s.podHash
}

/** Back to stable, to a revision within the window, or to one that is still kept (contract rollout 7.9). */
export function isFastRollback(s: Situation, now: Instant): boolean {
  if (!s.stableRS) return false
  return s.newRS === s.stableRS || isRollbackWithinWindow(s) || isKeptOlder(s, now)
}

/** An older revision that still waits for its scale-down. Really older: after an abort a retry finds a deadline on the new one too (contract trap 11). */
export function isKeptOlder(s: Situation, now: Instant): boolean {
  if (!s.stableRS || s.newRS.creationTimestamp >= s.stableRS.creationTimestamp) return false
  return deadlineOf(s.newRS, now).state === 'ahead'
}

/** The pause is over, or was never needed. `adding`: the pause begins in this very pass. */
export function isPauseComplete(s: Situation, adding: boolean, now: Instant): boolean {
  const strategy = s.blueGreen
  if (!strategy || adding) return false
  if (s.status.blueGreen?.scaleUpPreviewCheckPoint) return true
  if (isAutoPromoted(strategy) && !strategy.autoPromotionSeconds) return true
  if (isResumed(s, strategy)) return true
  const end = autoPromotionAt(s)
  return end !== undefined && now > end
}

/**
 * Somebody has ended it, which counts while its seconds run too (compatibility R1). A pause that is left of a canary's step holds the seconds,
 * but not a gate that has no end of its own (as upstream).
 */
function isResumed({ status }: Situation, strategy: BlueGreenStrategy): boolean {
  if (!status.controllerPause || hasPause(status, SWITCH_PAUSE)) return false
  return !isAutoPromoted(strategy) || !status.pauseConditions?.length
}

/** An analysis of this phase is asked for and has not succeeded. Its outcome stands in the status, where the stages of analysis put it. */
export function isAnalysisPending(s: Situation, phase: 'prePromotion' | 'postPromotion'): boolean {
  const strategy = s.blueGreen
  const asked = phase === 'prePromotion' ? strategy?.prePromotionAnalysis : strategy?.postPromotionAnalysis
  const { prePromotionAnalysisRunStatus, postPromotionAnalysisRunStatus } = s.status.blueGreen ?? {}
  const outcome = phase === 'prePromotion' ? prePromotionAnalysisRunStatus : postPromotionAnalysisRunStatus
  return (asked?.templates?.length ?? 0) > 0 && outcome?.status !== 'Successful'
}

/** When the pause ends by itself; undefined while it has not begun or does not. */
export function autoPromotionAt(s: Situation): Instant | undefined {
  const strategy = s.blueGreen
  const since = parseTime(pauseSince(s.status, SWITCH_PAUSE))
  if (!strategy?.autoPromotionSeconds || !isAutoPromoted(strategy) || since === undefined) return undefined
  return since + strategy.autoPromotionSeconds * 1000
}
