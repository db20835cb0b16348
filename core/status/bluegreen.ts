/** How a blue-green Rollout's state moves on (contract rollout 8.3, 8.4). Selectors are those that the Services were seen to have. */
import type { RolloutStatus } from '../api/types.ts'
import {
  activeHash,
  activeRS,
  isAnalysisPending,
  isFastRollback,
  isPauseComplete,
  previewService,
} from '../bluegreen/readiness.ts'
import { isSwitching } from '../bluegreen/services.ts'
import { type Draft, isScaling } from '../draft.ts'
import { EPHEMERAL_METADATA, HASH } from '../keys.ts'
import type { Instant } from '../kube/time.ts'
import { available, existing } from '../replicas/counts.ts'
import { isResized } from '../replicas/scale.ts'
import { isRollbackWithinWindow } from '../rollback.ts'
import { isAborted, isPromoted, type Situation } from '../situation.ts'
import { borrowed, isGivenUp } from '../workload/handover.ts'
import { promotionOf } from './promotion.ts'
import { blueGreenRuns } from './runs.ts'
import type { Transition } from './transition.ts'

export function blueGreenTransition(s: Situation, draft: Draft, now: Instant): Transition {
  const reason = promotionReason(s, now)
  const kept = { ...selectorsOf(s), ...blueGreenRuns(s) }
  if (reason !== undefined && (reason === 'Initial deploy' || !isScaling(draft))) {
    return promotionOf(s, reason, { blueGreen: kept })
  }
  const isSkipping = s.status.promoteFull === true || isRollbackWithinWindow(s)
  const checkpoint = isCheckpointPassed(s, draft, now) ? { scaleUpPreviewCheckPoint: true } : {}
  return {
    fields: {
      stableRS: s.stored.stableRS,
      promoteFull: s.status.promoteFull,
      blueGreen: { ...kept, ...checkpoint },
    },
    addPauses: draft.addPauses,
    removePauses: draft.removePauses,
    // A preview that may grow has been resumed for good.
    keepControllerPause: !s.changed && !isCheckpointPassed(s, draft, now),
    // A pause that the switch ends stays on record until the Service is seen to have moved; of a new N nothing is told but its sizes.
    clearPauses: s.changed || (isSkipping && !isSwitching(s, now) && !isResized(s)),
    removeAbort: isSkipping,
    notes: [],
  }
}

/**
 * Upstream's order of tests. While nothing is active each version is the first, from the write on that tells of its start. An aborted Rollout that
 * traffic has never left is not promoted; a rollback is, since nothing is tried out.
 */
function promotionReason(s: Situation, now: Instant): string | undefined {
  const active = activeHash(s)
  const isThere = s.newRSExists || s.changed
  if (!s.stableRS || (!active && !isTaken(s, now)))
    return isThere && !isGivenUp(s.handOver) ? 'Initial deploy' : undefined
  if (active !== s.podHash) return undefined
  if (s.status.promoteFull) return 'Full promotion requested'
  if (isRollbackWithinWindow(s)) return 'Rollback within window'
  if (isFastRollback(s, now) && !isToldAsUpdate(s)) return 'Fast rollback'
  return isAborted(s) || isAnalysisPending(s, 'postPromotion') ? undefined : 'Completed blue-green update'
}

/** What made it fast was its deadline, which upstream has taken away before it can write that the version is a preview now, and looks anew. */
function isToldAsUpdate({ newRS, stableRS }: Situation): boolean {
  return newRS !== stableRS && newRS.annotations[EPHEMERAL_METADATA] !== undefined
}

/** Made anew, or without its hash: the active Service goes to the new version in this pass, or after an abort to stable. */
function isTaken(s: Situation, now: Instant): boolean {
  return isAborted(s) || isSwitching(s, now)
}

/** The preview has been looked at in its small size: from now on it may grow. One way until promotion or a new template. */
function isCheckpointPassed(s: Situation, draft: Draft, now: Instant): boolean {
  const preview = s.blueGreen?.previewReplicaCount
  if (preview === undefined) return false
  if (s.status.blueGreen?.scaleUpPreviewCheckPoint) return true
  return isPauseComplete(s, draft.addPauses.length > 0, now) && s.newRS.status.availableReplicas === preview
}

function selectorsOf(s: Situation): NonNullable<RolloutStatus['blueGreen']> {
  const active = activeHash(s)
  const preview = previewService(s)?.selector[HASH]
  return { ...(active ? { activeSelector: active } : {}), ...(preview ? { previewSelector: preview } : {}) }
}

/** An attempt that begins with everything at rest, and that nothing but its pods keeps from its end; in a crowd its start is told by its turn. */
export function waitsForPodsAlone(s: Situation, next: RolloutStatus, now: Instant): boolean {
  const begins = s.changed && isPromoted(s.stored) && !s.stored.abort && s.world.crowd === undefined
  const isFree = isPauseComplete(s, false, now) && !isAnalysisPending(s, 'prePromotion')
  return begins && isFree && next.phase === 'Progressing'
}

/** What has been stable all along gets its active Service in this pass: what the Service was like until now is hardly news. */
export function isOnlySwitched(s: Situation, next: RolloutStatus, now: Instant): boolean {
  return isPromoted(s.stored) && isPromoted(next) && s.blueGreen !== undefined && isSwitching(s, now)
}

/** Counts of the version behind the active Service; of everything while there is none. */
export function blueGreenCountFields(s: Situation) {
  const active = activeRS(s)
  if (!active)
    return {
      HPAReplicas: Math.min(existing(s.all) + borrowed(s.handOver), s.replicas),
      availableReplicas: available(s.all),
    }
  const { replicas, readyReplicas, availableReplicas } = active.status
  return { HPAReplicas: replicas, readyReplicas, availableReplicas }
}
