import { emptyObject, type JsonObject, type Schema } from '../schema/schema.ts'
import { difference, union } from './fields/field-set.ts'
import {
  capUpdaters,
  identify,
  type ManagedFieldsEntry,
  type Managers,
  managersOf,
  renderManagers,
  UNOWNED,
  unmanaged,
} from './managed-fields.ts'
import { takeOwnership } from './ownership.ts'

export interface Update {
  readonly schema: Schema
  /** The stored object; undefined or empty on create. */
  readonly live: JsonObject | undefined
  /** What will be stored, defaults included; its own managedFields are what the client sent. */
  readonly updated: JsonObject
  readonly manager: string
  readonly operation: 'Update'
  /** RFC 3339, seconds: the time of the manager's entry when it changes. */
  readonly time: string
  readonly apiVersion: string
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string
}

/**
 * The managedFields that an ordinary write (create, update, a patch that is no apply) leaves behind; undefined for none. The writer gets what it
 * added or changed, everybody loses what it changed or removed. A stored object without managedFields stays without.
 */
export function trackUpdate(update: Update): readonly ManagedFieldsEntry[] | undefined {
  const { schema, live = {}, updated, subresource, time } = update
  const isCreate = live.metadata?.uid === undefined
  const known = knownManagers(live, updated, subresource)
  if (known.size === 0 && !isCreate) return undefined
  const { changes, managers } = takeOwnership({
    schema,
    before: isCreate ? emptyObject(schema) : unmanaged(live),
    after: unmanaged(updated),
    managers: known,
    writer: '',
    subresource,
  })
  const written = difference(union(changes.added, changes.modified), UNOWNED)
  const identity = { manager: update.manager || 'unknown', operation: update.operation, apiVersion: update.apiVersion }
  const entry: ManagedFieldsEntry = {
    ...identity,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: written,
    ...(subresource && { subresource }),
  }
  const id = identify(entry)
  const before = managers.get(id)
  if (Object.keys(written).length === 0) return renderManagers(capUpdaters(managers))
  const owned = before ? { ...entry, fieldsV1: union(before.fieldsV1, written) } : entry
  return renderManagers(capUpdaters(new Map(managers).set(id, owned)))
}

/** A client may write managedFields (and empty them: `[{}]`), but not by leaving them out, and not through a subresource. */
function knownManagers(live: JsonObject, updated: JsonObject, subresource: string): Managers {
  const [stored, sent] = [live.metadata?.managedFields, updated.metadata?.managedFields]
  if (subresource) return managersOf(stored)
  const isReset =
    Array.isArray(sent) && (sent.length === 0 || (sent.length === 1 && Object.keys(sent[0] ?? {}).length === 0))
  if (isReset) return new Map()
  const own = managersOf(sent)
  return own.size > 0 ? own : managersOf(stored)
}
