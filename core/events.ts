/** Which events a pass tells, in the order in which people should read them. */
import type { EventNote } from './decision.ts'
import type { Draft, Note } from './draft.ts'

/** Notes of the status stand where the attempt began, or last. */
export function eventsOf(draft: Draft, ofStatus: readonly Note[]): readonly EventNote[] {
  const position = new Map(draft.writes.map((write, index) => [write.key, index]))
  const at = draft.statusNotesAt ?? draft.notes.length
  const notes = [...draft.notes.slice(0, at), ...ofStatus, ...draft.notes.slice(at)]
  return notes.map(({ of, ...event }) => {
    const after = of === undefined ? undefined : position.get(of)
    return after === undefined ? event : { ...event, after }
  })
}
