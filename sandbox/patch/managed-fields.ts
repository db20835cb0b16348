import type { JsonObject } from '../schema/schema.ts'
import { EMPTY, type FieldSet, isEmpty, sorted, union } from './fields/field-set.ts'

/** One entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry {
  readonly manager?: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly time?: string
  readonly fieldsType: 'FieldsV1'
  readonly fieldsV1: FieldSet
  readonly subresource?: string
}

/** Entries under what identifies them: who, how and through which subresource; an updater in each API version, an applier once. */
export type Managers = ReadonlyMap<string, ManagedFieldsEntry>

type Identity = Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>

export function identify({ manager, operation, apiVersion, subresource }: Identity): string {
  return JSON.stringify([manager || 'unknown', operation, operation === 'Update' ? apiVersion : '', subresource ?? ''])
}

/** The managers of an object. An entry that cannot be read makes the whole list count as none, as on the server. */
export function managersOf(entries: unknown): Managers {
  if (!Array.isArray(entries) || !entries.every(isEntry)) return new Map()
  return new Map(entries.map(entry => [identify(entry), { ...entry, fieldsV1: entry.fieldsV1 ?? EMPTY }]))
}

function isEntry(entry: Partial<ManagedFieldsEntry> | null): entry is ManagedFieldsEntry {
  const isKnown = entry?.operation === 'Apply' || entry?.operation === 'Update'
  return isKnown && Boolean(entry.apiVersion) && entry.fieldsType === 'FieldsV1'
}

/** The list as it is stored: no empty entries, appliers first, then by time and name. Undefined when there is nothing to store. */
export function renderManagers(managers: Managers): ManagedFieldsEntry[] | undefined {
  const entries = [...managers.values()].filter(entry => !isEmpty(entry.fieldsV1))
  if (entries.length === 0) return undefined
  return entries.map(entry => ({ ...entry, fieldsV1: sorted(entry.fieldsV1) })).sort(byAge)
}

const SORTED_BY = ['operation', 'time', 'manager', 'apiVersion', 'subresource'] as const

function byAge(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  for (const field of SORTED_BY) {
    const [left, right] = [a[field] ?? '', b[field] ?? '']
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** More updaters than this, and the oldest of one version are put together under one name. */
const MOST_UPDATERS = 10

export function capUpdaters(managers: Managers): Managers {
  const capped = new Map(managers)
  const oldest = [...managers].filter(([, { operation }]) => operation === 'Update').sort(([, a], [, b]) => byAge(a, b))
  let excess = oldest.length - MOST_UPDATERS
  const firstOfVersion = new Map<string, string>()
  for (const [id, entry] of oldest) {
    if (excess <= 0) break
    const first = firstOfVersion.get(entry.apiVersion)
    if (first === undefined) {
      firstOfVersion.set(entry.apiVersion, id)
      continue
    }
    const ancient = { manager: 'ancient-changes', operation: 'Update', apiVersion: entry.apiVersion } as const
    const bucket = identify(ancient)
    const before = capped.get(bucket) ?? capped.get(first)!
    if (!capped.has(bucket)) capped.delete(first)
    capped.delete(id)
    capped.set(bucket, {
      ...entry,
      ...ancient,
      subresource: undefined as never,
      fieldsV1: union(before.fieldsV1, entry.fieldsV1),
    })
    excess--
  }
  return capped
}

const STRIPPED = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]

/** Fields that nobody owns: the type, the identity, and what the server itself writes. */
export const UNOWNED: FieldSet = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': { '.': {}, ...Object.fromEntries(STRIPPED.map(name => [`f:${name}`, {}])) },
}

/** What a write through a (sub)resource cannot change, so that it is not owned by who sends it: the status, or everything else. */
export function ignoredFields(subresource: string): FieldSet {
  return subresource === 'status' ? { 'f:spec': {} } : { 'f:status': {} }
}

/** An object without its managedFields: they are compared and merged apart from it. */
export function unmanaged(object: JsonObject): JsonObject {
  if (object.metadata?.managedFields === undefined) return object
  const { managedFields, ...metadata } = object.metadata
  return { ...object, metadata }
}
