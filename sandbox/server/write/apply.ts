import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { type Conflict, serverSideApply } from '../../patch/index.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, failure } from '../errors.ts'
import { apiVersionOf, storageOf } from '../kinds.ts'
import { addressed } from '../metadata.ts'
import { invalidOption, type WriteOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'
import { insert } from './create.ts'
import { patchBody, patching } from './patched.ts'
import { live, replace } from './update.ts'

export const APPLY = 'application/apply-patch+yaml'

/** What a PATCH leaves; only server-side apply creates. */
export interface Patched {
  readonly object: KubeObject
  readonly isNew: boolean
}

/** Server-side apply: creates what is missing. */
export function apply(cluster: Cluster, target: Target, call: Call, options: WriteOptions): Patched {
  if (!call.query.get('fieldManager')) throw missingManager()
  const { kind } = target
  const applied = appliedObject(target, patchBody(call, true))
  const stored = cluster.store.get(storageOf(kind), `${target.namespace}/${target.name}`)
  const old = stored && toServed(kind, stored)
  // A subresource of what is not there is not created.
  if (!old && target.subresource) live(cluster, target)
  const object = addressed(merged(cluster, target, old, applied, options), target)
  if (old) return { object: replace(cluster, target, old, object, options, true), isNew: false }
  return { object: insert(cluster, target, object, options, true), isNew: true }
}

function appliedObject({ kind, name }: Target, body: unknown): KubeObject {
  const { apiVersion, kind: given, metadata = {}, ...rest } = (body ?? {}) as Partial<KubeObject>
  if (apiVersion !== apiVersionOf(kind) || given !== kind.kind) {
    const version = apiVersion?.includes('/') === false ? `/${apiVersion}` : (apiVersion ?? '/')
    throw badRequest(`invalid object type: ${version}, Kind=${given ?? ''}`)
  }
  if (metadata?.managedFields?.length > 0) throw badRequest('metadata.managedFields must be nil')
  return { apiVersion, kind: kind.kind, metadata: { name, ...metadata }, ...rest }
}

/** The live object with the applied fields on top, unfrozen. Throws 409 with every field that another manager owns. */
function merged(
  cluster: Cluster,
  { kind, subresource }: Target,
  live: KubeObject | undefined,
  applied: KubeObject,
  { manager, force }: WriteOptions,
): unknown {
  const time = formatTime(cluster.clock.now())
  const { schema } = kind
  const apply = { schema, live, applied, manager, force, time, apiVersion: apiVersionOf(kind), subresource }
  const result = patching(() => serverSideApply(apply))
  if (!('object' in result)) throw applyConflict(result)
  return JSON.parse(JSON.stringify(result.object))
}

function applyConflict(result: { readonly conflicts: readonly Conflict[]; readonly message: string }): Error {
  const causes = result.conflicts.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field,
  }))
  return failure(409, 'Conflict', result.message, { causes })
}

function missingManager(): Error {
  return invalidOption(
    'PatchOptions',
    'fieldManager',
    'FieldValueRequired',
    'Required value: is required for apply patch',
  )
}
