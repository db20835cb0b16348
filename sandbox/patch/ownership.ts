import type { JsonObject, Schema } from '../schema/schema.ts'
import { type Comparison, compare } from './fields/compare.ts'
import { difference, type FieldSet, intersection, isEmpty, union, without } from './fields/field-set.ts'
import { ignoredFields, type ManagedFieldsEntry, type Managers } from './managed-fields.ts'

/** What a write does to the other managers: which of their fields it changes, and who they are after it took what it changed and removed. */
export interface Ownership {
  readonly changes: Comparison
  /** By manager; none where nothing of theirs changes. */
  readonly conflicts: ReadonlyMap<string, FieldSet>
  readonly managers: Managers
}

export interface Write {
  readonly schema: Schema
  readonly before: JsonObject
  readonly after: JsonObject
  readonly managers: Managers
  /** Whose write it is: an identity, of nobody yet known for an update. */
  readonly writer: string
  readonly subresource: string
}

export function takeOwnership({ schema, before, after, managers, writer, subresource }: Write): Ownership {
  const changes = withoutFields(compare(schema, before, after), ignoredFields(subresource))
  const changed = union(changes.added, changes.modified)
  const conflicts = new Map<string, FieldSet>()
  const left = new Map<string, ManagedFieldsEntry>()
  for (const [id, entry] of managers) {
    if (id === writer) left.set(id, entry)
    else {
      const taken = intersection(entry.fieldsV1, changed)
      if (!isEmpty(taken)) conflicts.set(id, taken)
      left.set(id, { ...entry, fieldsV1: difference(difference(entry.fieldsV1, taken), changes.removed) })
    }
  }
  return { changes, conflicts, managers: new Map([...left].filter(([, entry]) => !isEmpty(entry.fieldsV1))) }
}

function withoutFields({ added, modified, removed }: Comparison, ignored: FieldSet): Comparison {
  return { added: without(added, ignored), modified: without(modified, ignored), removed: without(removed, ignored) }
}
