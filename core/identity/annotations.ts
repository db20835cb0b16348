/** Which annotations a ReplicaSet takes over from its Rollout, and how its revision is numbered (contract rollout 2). */
import {
  ARGOCD_PREFIX,
  DESIRED_REPLICAS,
  EPHEMERAL_METADATA,
  LAST_APPLIED,
  NOTIFIED,
  PROGRESS_MARK,
  REVISION,
  REVISION_HISTORY,
  SCALE_DOWN_DEADLINE,
  WORKLOAD_GENERATION,
} from '../keys.ts'
import { revisionOf } from '../revision.ts'
import type { Situation } from '../situation.ts'

const NOT_COPIED: readonly string[] = [
  ...[LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, NOTIFIED],
  // What the Rollout says may be of a reference that is gone.
  WORKLOAD_GENERATION,
  // Other stages write these: copied, two would write them by turns.
  ...[EPHEMERAL_METADATA, SCALE_DOWN_DEADLINE, PROGRESS_MARK],
]

/** What the new ReplicaSet lacks of the Rollout's, all but bookkeeping and Argo CD's: added and changed, never removed. An empty one says as much as none. */
export function copiedAnnotations(s: Situation): { readonly [key: string]: string } {
  const entries = Object.entries(s.rollout.metadata.annotations ?? {})
  const isNews = (key: string, value: string) => value !== (s.newRS.annotations[key] ?? '')
  const copied = entries.filter(
    ([key, value]) => isNews(key, value) && !NOT_COPIED.includes(key) && !key.startsWith(ARGOCD_PREFIX),
  )
  return { ...Object.fromEntries(copied), ...workloadGeneration(s) }
}

/** The generation of the workload that the template comes from. */
export function workloadGeneration(s: Situation): { readonly [key: string]: string } {
  const { workload } = s.world
  return workload.state === 'resolved' ? { [WORKLOAD_GENERATION]: String(workload.generation) } : {}
}

/** One more than the highest revision of the others; a revision is only ever raised. */
export function newRevision(s: Situation): number {
  const others = s.all.filter(rs => rs !== s.newRS).map(revisionOf)
  return Math.max(revisionOf(s.newRS), Math.max(0, ...others) + 1)
}

/** The status does not know this version yet, and nobody has seen it before: one that comes back has a history, or is about to get a higher number. */
export function isNeverSeen(s: Situation): boolean {
  const isFirst = s.newRS.annotations[REVISION_HISTORY] === undefined && revisionOf(s.newRS) === newRevision(s)
  return isFirst && s.changed && s.stored.currentPodHash !== s.podHash
}

/** Annotations of the new ReplicaSet that have to change. The revision that any change leaves behind goes to the history, as upstream does it. */
export function staleAnnotations(s: Situation): { readonly [key: string]: string } {
  const present = s.newRS.annotations
  const wanted = { ...copiedAnnotations(s), [REVISION]: String(newRevision(s)) }
  const stale = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value))
  const earlier = present[REVISION]
  if (Object.keys(stale).length === 0 || earlier === undefined) return stale
  const history = present[REVISION_HISTORY] ? `${present[REVISION_HISTORY]},${earlier}` : earlier
  return { ...stale, [REVISION_HISTORY]: history }
}
