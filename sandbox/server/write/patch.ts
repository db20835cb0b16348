import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { type Conflict, jsonPatch, mergePatch, PatchError, serverSideApply, strategicPatch } from '../../patch/index.ts'
import { decodePatch, mediaType } from '../body.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, failure, invalid, unsupportedCustomPatch, unsupportedPatch } from '../errors.ts'
import { apiVersionOf, storageOf } from '../kinds.ts'
import { addressed } from '../metadata.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'
import { insert } from './create.ts'
import { dropUnknown } from './decode.ts'
import { live, replace } from './update.ts'

const APPLY = 'application/apply-patch+yaml'

export interface Patched {
  readonly object: KubeObject
  readonly isNew: boolean
}

/** PATCH of an object or of its status, by the four media types. */
export function patch(cluster: Cluster, target: Target, call: Call): Patched {
  const options = writeOptions(call, 'PatchOptions')
  if (mediaType(call.headers['content-type']) === APPLY) return apply(cluster, target, call, options)
  const old = live(cluster, target)
  const changed = patched(old, target.kind, call)
  const object = addressed(changed, target)
  dropUnknown(object, target.kind, [], options.fieldValidation, call.warnings)
  return { object: replace(cluster, target, old, object, options), isNew: false }
}

/** The document after the patch in the call's body: a new value, nothing of it shared with `document`. Throws 400, 415 and 422. */
export function patched(document: KubeObject, kind: Target['kind'], call: Call): unknown {
  const apply = patchFor(mediaType(call.headers['content-type']), kind)
  const body = patchBody(call)
  try {
    return JSON.parse(JSON.stringify(apply(document, body)))
  } catch (error) {
    throw error instanceof PatchError ? asFailure(error) : error
  }
}

function patchFor(type: string, kind: Target['kind']): (document: KubeObject, patch: never) => unknown {
  if (type === 'application/json-patch+json') return jsonPatch
  if (type === 'application/merge-patch+json') return (document, body) => mergePatch(document, isObjectPatch(body))
  if (type === 'application/strategic-merge-patch+json' && !kind.custom) {
    return (document, body) => strategicPatch(kind.schema, document, isObjectPatch(body))
  }
  throw kind.custom ? unsupportedCustomPatch() : unsupportedPatch()
}

function patchBody(call: Call, isYaml = false): never {
  const body = call.body ?? new Uint8Array()
  return (body instanceof Uint8Array ? decodePatch(body, isYaml) : JSON.parse(JSON.stringify(body.json))) as never
}

function isObjectPatch(body: unknown): never {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as never
  const found = Array.isArray(body) ? 'array' : typeof body
  throw badRequest(
    `error decoding patch: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
  )
}

function asFailure(error: PatchError): Error {
  if (error.code === 400) return badRequest(error.message)
  return failure(error.code, error.reason, error.message, {})
}

/** Server-side apply: creates what is missing. */
function apply(cluster: Cluster, target: Target, call: Call, options: WriteOptions): Patched {
  if (!call.query.get('fieldManager')) throw missingManager()
  const { kind } = target
  const body = patchBody(call, true) as KubeObject
  if (!body?.apiVersion || !body.kind)
    throw badRequest(`invalid object type: ${body?.apiVersion ?? ''}/, Kind=${body?.kind ?? ''}`)
  const applied = addressed(body, target)
  if (applied.metadata.managedFields?.length > 0) throw badRequest('metadata.managedFields must be nil')
  dropUnknown(applied, kind, [], options.fieldValidation, call.warnings)
  const stored = cluster.store.get(storageOf(kind), `${target.namespace}/${target.name}`)
  const old = stored && toServed(kind, stored)
  if (!old && target.subresource) live(cluster, target)
  const object = merged(cluster, target, old, applied, options)
  if (old) return { object: replace(cluster, target, old, object, options, true), isNew: false }
  return { object: insert(cluster, target, object, options, true), isNew: true }
}

/** The live object with the applied fields on top. Throws 409 with every field that another manager owns. */
function merged(
  cluster: Cluster,
  target: Target,
  live: KubeObject | undefined,
  applied: KubeObject,
  options: WriteOptions,
): KubeObject {
  const { kind, subresource } = target
  const result = serverSideApply({
    schema: kind.schema,
    live,
    applied,
    manager: options.manager,
    force: options.force,
    time: formatTime(cluster.clock.now()),
    apiVersion: apiVersionOf(kind),
    subresource,
  })
  if ('object' in result) return JSON.parse(JSON.stringify(result.object))
  throw applyConflict(result)
}

function applyConflict({
  conflicts,
  message,
}: {
  readonly conflicts: readonly Conflict[]
  readonly message: string
}): Error {
  const causes = conflicts.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field,
  }))
  return failure(409, 'Conflict', message, { causes })
}

function missingManager(): Error {
  return invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
    { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' },
  ])
}
