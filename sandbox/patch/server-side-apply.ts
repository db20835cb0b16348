import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, Schema } from '../schema/schema.ts'
import { renderPath } from './fields/element.ts'
import { difference, EMPTY, type FieldSet, intersection, isEmpty, pathsOf, union, without } from './fields/field-set.ts'
import { merge } from './fields/merge.ts'
import { fieldsOf } from './fields/of-object.ts'
import { remove, withNamedFields } from './fields/remove.ts'
import { typedErrors } from './fields/typed.ts'
import { allowedByLastApplied, withLastApplied } from './last-applied.ts'
import {
  identify,
  ignoredFields,
  type ManagedFieldsEntry,
  type Managers,
  managersOf,
  renderManagers,
  UNOWNED,
  unmanaged,
} from './managed-fields.ts'
import { takeOwnership } from './ownership.ts'
import { PatchError } from './patch-error.ts'
import { trackUpdate } from './track-update.ts'

/** The one manager whose client-side applies the server knows of. */
const KUBECTL = 'kubectl'

export interface Apply {
  readonly schema: Schema
  /** The stored object; undefined when the apply creates it. */
  readonly live: JsonObject | undefined
  /** What the client sent, decoded, without defaults and not pruned: a field that the schema does not declare is an error of the apply. */
  readonly applied: JsonObject
  readonly manager: string
  readonly force: boolean
  /** RFC 3339, seconds: the time of the managedFields entry when it changes. */
  readonly time: string
  readonly apiVersion: string
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string
}

/** One field that another manager owns with another value. */
export interface Conflict {
  /** As the server names it: `"kubectl" using apps/v1`. A Status cause has `conflict with ${manager}` and the reason FieldManagerConflict. */
  readonly manager: string
  /** `.spec.replicas` */
  readonly field: string
}

/** The merged object with its managedFields, or the conflicts; `message` is that of the 409 Status. */
export type Applied =
  | { readonly object: JsonObject }
  | { readonly conflicts: readonly Conflict[]; readonly message: string }

/**
 * Server-side apply: what `applied` says is merged into the live object and owned by the manager; what the manager owned before, does not say any more
 * and nobody else owns is removed. Throws PatchError for an object that does not fit its schema.
 */
export function serverSideApply(apply: Apply): Applied {
  checkTypes(apply)
  const managers = managersBefore(apply)
  const first = attempt(apply, managers, apply.force)
  if (!('conflicts' in first) || apply.manager !== KUBECTL) return answer(first)
  const allowed = allowedByLastApplied(apply.schema, apply.live, apply.apiVersion)
  if (!allowed) return answer(first)
  const disputed = new Map([...first.conflicts].map(([id, fields]) => [id, difference(fields, allowed)] as const))
  const left = new Map([...disputed].filter(([, fields]) => !isEmpty(fields)))
  return answer(left.size > 0 ? { conflicts: left, managers } : attempt(apply, managers, true))
}

function checkTypes({ schema, applied, apiVersion }: Apply): void {
  const errors = typedErrors(schema, applied)
  if (errors.length === 0) return
  const { namespace = '', name = '' } = applied.metadata ?? {}
  const text = errors.length === 1 ? errors[0] : `errors:\n${errors.map(error => `  ${error}`).join('\n')}`
  throw new PatchError(
    `failed to create typed patch object (${namespace}/${name}; ${apiVersion}, Kind=${applied.kind}): ${text}`,
    500,
  )
}

/** An object that nobody managed so far belongs to `before-first-apply`. */
function managersBefore({ live, ...apply }: Apply): Managers {
  const managers = managersOf(live?.metadata?.managedFields)
  if (managers.size > 0 || !live) return managers
  const entries = trackUpdate({ ...apply, live: {}, updated: live, manager: 'before-first-apply', operation: 'Update' })
  return managersOf(entries)
}

type Attempt =
  | { readonly object: JsonObject }
  | { readonly conflicts: ReadonlyMap<string, FieldSet>; readonly managers: Managers }

function attempt(apply: Apply, before: Managers, force: boolean): Attempt {
  const { schema, subresource, time } = apply
  const live = unmanaged(apply.live ?? {})
  const applied = unmanaged(apply.applied)
  const entry = appliersEntry(apply, without(fieldsOf(schema, applied), ignoredFields(subresource)))
  const id = identify(entry)
  const last = before.get(id)
  const claimed = new Map(before).set(id, entry)
  const merged = dropReleased(schema, merge(schema, live, applied), last?.fieldsV1 ?? EMPTY, claimed)
  const { conflicts, managers } = takeOwnership({
    schema,
    before: live,
    after: merged,
    managers: claimed,
    writer: id,
    subresource,
  })
  if (conflicts.size > 0 && !force) return { conflicts, managers: before }
  const isNoChange = isDeepStrictEqual(live, merged)
  const { time: _, ...untimed } = { ...entry, fieldsV1: difference(entry.fieldsV1, UNOWNED) }
  const stamped = isNoChange
    ? { ...untimed, ...(last?.time !== undefined && { time: last.time }) }
    : { ...untimed, time }
  const managedFields = renderManagers(new Map(managers).set(id, stamped))
  const object = apply.manager === KUBECTL ? withLastApplied(merged, apply.applied) : merged
  return { object: { ...object, metadata: { ...object.metadata, ...(managedFields && { managedFields }) } } }
}

function appliersEntry({ manager, apiVersion, subresource, time }: Apply, fieldsV1: FieldSet): ManagedFieldsEntry {
  return {
    manager,
    operation: 'Apply',
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource && { subresource }),
  }
}

/**
 * What the manager applied last time and does not own now goes, unless somebody else owns it. In three steps as the server takes them: without all that
 * it applied last time; back with what is owned now; back with what was not its own to remove.
 */
function dropReleased(schema: Schema, merged: JsonObject, last: FieldSet, managers: Managers): JsonObject {
  if (isEmpty(last)) return merged
  const named = (set: FieldSet) => withNamedFields(schema, set)
  const all = named(fieldsOf(schema, merged))
  const owned = [...managers.values()].reduce((sum, { fieldsV1 }) => union(sum, fieldsV1), EMPTY)
  const bare = remove(schema, merged, named(last))
  const backed = remove(schema, merged, difference(all, union(named(fieldsOf(schema, bare)), named(owned))))
  return remove(schema, merged, intersection(difference(all, named(fieldsOf(schema, backed))), named(last)))
}

function answer(attempted: Attempt): Applied {
  if ('object' in attempted) return attempted
  const { conflicts, managers } = attempted
  const all = [...conflicts]
    .map(([id, fields]) => ({ manager: printManager(managers.get(id)!), fields: pathsOf(fields).map(renderPath) }))
    .sort((a, b) => (a.manager < b.manager ? -1 : 1))
  const list = all.flatMap(({ manager, fields }) => fields.map(field => ({ manager, field })))
  if (list.length === 1)
    return {
      conflicts: list,
      message: `Apply failed with 1 conflict: conflict with ${list[0]!.manager}: ${list[0]!.field}`,
    }
  const lines = all.flatMap(({ manager, fields }) => [
    `conflicts with ${manager}:`,
    ...fields.map(field => `- ${field}`),
  ])
  return { conflicts: list, message: `Apply failed with ${list.length} conflicts: ${lines.join('\n')}` }
}

function printManager({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '')
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
