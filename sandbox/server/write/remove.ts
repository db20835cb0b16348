import { formatTime, parseTime } from '../../../core/kube/time.ts'
import type { ApiError, KubeObject } from '../../api.ts'
import { decodePatch } from '../body.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, failure, invalid, success } from '../errors.ts'
import { storageOf } from '../kinds.ts'
import { integer, isDryRun } from '../options.ts'
import { select } from '../read/select.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'
import { admitDelete, holdsNamespace } from './admit.ts'
import { live } from './update.ts'

export interface DeleteOptions {
  readonly dryRun: boolean
  readonly policy: string
  readonly graceSeconds: number | undefined
  readonly uid?: string
  readonly resourceVersion?: string
}

const JOB_WARNING =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'

/** DELETE of one object: the object when it only starts to go (finalizers, grace), else a Status, or the object for the kinds that answer it. */
export function remove(cluster: Cluster, target: Target, call: Call): KubeObject {
  const object = live(cluster, target)
  const options = deleteOptions(call)
  checkPreconditions(target.kind, object, options)
  admitDelete(target.kind, target.name)
  if (storageOf(target.kind) === 'batch/jobs' && !options.policy) call.warnings.push(JOB_WARNING)
  const { object: last, isGone } = discard(cluster, target.kind, object, options)
  if (!isGone || ANSWERS_OBJECT.has(storageOf(target.kind))) return last
  const { name, uid } = last.metadata
  return success({ name, group: target.kind.group, kind: target.kind.plural, uid })
}

const ANSWERS_OBJECT = new Set(['/pods', '/podtemplates', '/serviceaccounts', '/services'])

/** DELETE of a collection: every object that the selectors choose, each as by its own call; answers them as a list. */
export function removeAll(cluster: Cluster, target: Target, call: Call): KubeObject[] {
  const options = deleteOptions(call)
  return select(cluster, target, call.query).map(object => discard(cluster, target.kind, object, options).object)
}

/** Starts, hastens or finishes the deletion of an object that exists. */
export function discard(
  cluster: Cluster,
  kind: Target['kind'],
  object: KubeObject,
  options: DeleteOptions,
): { readonly object: KubeObject; readonly isGone: boolean } {
  const finalizers = finalizersFor(kind, object, options.policy)
  const grace = graceSeconds(kind, object, options.graceSeconds)
  if (finalizers.length === 0 && grace === 0 && !holdsNamespace(kind, object)) {
    if (options.dryRun) return { object, isGone: true }
    const last = cluster.store.remove(storageOf(kind), `${object.metadata.namespace ?? ''}/${object.metadata.name}`)
    return { object: toServed(kind, last ?? object), isGone: true }
  }
  const marked = mark(cluster, kind, object, finalizers, grace)
  if (marked === object || options.dryRun) return { object: marked, isGone: false }
  return { object: toServed(kind, cluster.store.put(storageOf(kind), marked)), isGone: false }
}

/** The object with its deletion under way; the same object when nothing changes by that. */
function mark(
  cluster: Cluster,
  kind: Target['kind'],
  object: KubeObject,
  finalizers: readonly string[],
  grace: number,
): KubeObject {
  const { metadata } = object
  const sameFinalizers = String(finalizers) === String(metadata.finalizers ?? [])
  const isSlower = metadata.deletionTimestamp && grace >= Number(metadata.deletionGracePeriodSeconds ?? 0)
  if (isSlower && sameFinalizers) return object
  // A shorter grace counts from when the deletion was first asked for.
  const asked = metadata.deletionTimestamp
    ? (parseTime(metadata.deletionTimestamp) ?? 0) - 1000 * Number(metadata.deletionGracePeriodSeconds ?? 0)
    : cluster.clock.now()
  const changed = {
    ...metadata,
    ...(!metadata.deletionTimestamp && metadata.generation && { generation: metadata.generation + 1 }),
    ...(!isSlower && { deletionTimestamp: formatTime(asked + 1000 * grace), deletionGracePeriodSeconds: grace }),
    finalizers,
  }
  if (finalizers.length === 0) delete changed.finalizers
  if (storageOf(kind) !== '/namespaces') return { ...object, metadata: changed }
  delete changed.deletionGracePeriodSeconds
  return { ...object, metadata: changed, status: { ...object.status, phase: 'Terminating' } }
}

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

/** The propagation policy as the garbage collector will read it: from the finalizers. Jobs orphan by default, for an old promise. */
function finalizersFor(kind: Target['kind'], object: KubeObject, policy: string): string[] {
  const finalizers: string[] = object.metadata.finalizers ?? []
  if (!policy && (finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND))) return finalizers
  const others = finalizers.filter(finalizer => finalizer !== ORPHAN && finalizer !== FOREGROUND)
  const effective = policy || (storageOf(kind) === 'batch/jobs' ? 'Orphan' : 'Background')
  if (effective === 'Orphan') return [...others, ORPHAN]
  return effective === 'Foreground' ? [...others, FOREGROUND] : others
}

/** Only pods go gracefully, and only when a node holds them and they still run. */
function graceSeconds(kind: Target['kind'], object: KubeObject, asked: number | undefined): number {
  if (storageOf(kind) !== '/pods' || !object.spec?.nodeName) return 0
  if (object.status?.phase === 'Succeeded' || object.status?.phase === 'Failed') return 0
  const grace = asked ?? object.spec.terminationGracePeriodSeconds ?? 30
  return grace < 0 ? 1 : grace
}

export function checkPreconditions(kind: Target['kind'], object: KubeObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata
  const refuse = (what: string, asked: string, found: string, why: string) =>
    failure(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${kind.kind}${kind.group ? `.${kind.group}` : ''} "${name}": the ${what} in the precondition (${asked}) does not match the ${what} in record (${found}). The object might have been ${why}`,
      { name, group: kind.group, kind: kind.kind },
    )
  if (options.uid && options.uid !== uid) throw refuse('UID', options.uid, uid, 'deleted and then recreated')
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    throw refuse('ResourceVersion', options.resourceVersion, resourceVersion, 'modified')
  }
}

const POLICIES = ['Foreground', 'Background', 'Orphan']

/** From the body, or from the query when there is no body. Throws 400 and 422 in the server's words. */
function deleteOptions(call: Call): DeleteOptions {
  const body = optionsBody(call)
  const policy = String(body.propagationPolicy ?? call.query.get('propagationPolicy') ?? '')
  if (policy && !POLICIES.includes(policy)) throw unknownPolicy(policy)
  const legacy = body.orphanDependents ?? call.query.get('orphanDependents')
  const orphaned = legacy === true || legacy === 'true'
  return {
    dryRun: isDryRun((body.dryRun as string[] | undefined) ?? call.query.getAll('dryRun'), 'DeleteOptions'),
    policy: policy || (orphaned ? 'Orphan' : ''),
    graceSeconds: (body.gracePeriodSeconds as number | undefined) ?? integer(call.query, 'gracePeriodSeconds'),
    ...((body.preconditions ?? {}) as { uid?: string; resourceVersion?: string }),
  }
}

function optionsBody(call: Call): Record<string, unknown> {
  const { body } = call
  if (!body || (body instanceof Uint8Array && body.length === 0)) return {}
  const json =
    body instanceof Uint8Array ? decodePatch(body, call.headers['content-type']?.includes('yaml')) : body.json
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw badRequest('the delete options are no JSON object')
  return json as Record<string, unknown>
}

function unknownPolicy(policy: string): ApiError {
  const values = [...POLICIES, 'nil'].map(value => `"${value}"`).join(', ')
  return invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${policy}": supported values: ${values}`,
      field: 'propagationPolicy',
    },
  ])
}
