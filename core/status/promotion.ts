/** The new version becomes stable (contract rollout 7.3, 8.4). */
import { newRevision } from '../identity/annotations.ts'
import type { Situation } from '../situation.ts'
import { type Fields, note, type Transition } from './transition.ts'

/** Pauses, abort and promotion requests are over; told only when stable really changes. */
export function promotionOf(s: Situation, reason: string, own: Fields): Transition {
  const isNews = s.stored.stableRS !== s.podHash
  const text = `Rollout completed update to revision ${newRevision(s)} (${s.podHash}): ${reason}`
  return {
    fields: { ...own, stableRS: s.podHash, promoteFull: undefined },
    clearPauses: true,
    removeAbort: true,
    ...(isNews ? { completion: s.status.promoteFull ? 'FastPromoted' : 'Promoted' } : {}),
    notes: isNews ? [note('RolloutCompleted', text)] : [],
  }
}
