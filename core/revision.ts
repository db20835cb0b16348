/** Revision numbers of ReplicaSets (contract rollout 2). */
import { REVISION } from './keys.ts'
import type { ReplicaSetView } from './world.ts'

/** The revision of a ReplicaSet, 0 when it has none or one that is no number. */
export function revisionOf(rs: Pick<ReplicaSetView, 'annotations'>): number {
  const text = rs.annotations[REVISION] ?? ''
  return /^\d+$/.test(text) ? Number(text) : 0
}

/** Newest revision first; of equal ones the younger first. */
export function newestFirst(sets: readonly ReplicaSetView[]): readonly ReplicaSetView[] {
  return [...sets].sort((a, b) => revisionOf(b) - revisionOf(a) || compareCreation(b, a))
}

/** Creation time, then name: a total order. */
export function compareCreation(a: ReplicaSetView, b: ReplicaSetView): number {
  return a.creationTimestamp.localeCompare(b.creationTimestamp) || a.name.localeCompare(b.name)
}
