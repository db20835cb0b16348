import { isDeepStrictEqual } from 'node:util'
import type { KubeObject } from '../../api.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { notFound } from '../errors.ts'
import { storageOf } from '../kinds.ts'
import { addressed } from '../metadata.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import { particularOf } from '../particulars.ts'
import type { Target } from '../target.ts'
import { toServed, toStored } from '../versions.ts'
import { admitGrant } from './admit.ts'
import { owned } from './create.ts'
import { decodeBody, dropUnknown } from './decode.ts'
import { checkPreconditions } from './identity.ts'
import { checkFields, checkFinalizers } from './validate.ts'

/** PUT of an object or of its status. */
export function update(cluster: Cluster, target: Target, call: Call): KubeObject {
  const options = writeOptions(call, 'UpdateOptions')
  const { json, faults } = decodeBody(call, target.kind)
  const object = addressed(json, target)
  dropUnknown(object, target.kind, faults, options.fieldValidation, call.warnings)
  return replace(cluster, target, live(cluster, target), object, options)
}

/** The stored object that the target names, in the target's version. Throws 404. */
export function live(cluster: Cluster, target: Target): KubeObject {
  const object = cluster.store.get(storageOf(target.kind), `${target.namespace}/${target.name}`)
  if (!object) throw notFound(target.kind, target.name)
  return toServed(target.kind, object)
}

/** Stores `given` in place of `old` and answers what is stored then; an update that changes nothing writes nothing. */
export function replace(
  cluster: Cluster,
  target: Target,
  old: KubeObject,
  given: KubeObject,
  options: WriteOptions,
  isApplied = false,
): KubeObject {
  const { kind, subresource } = target
  checkPreconditions(kind, old, given)
  const made = { ...given, metadata: keptMetadata(old, given) }
  kind.default(made)
  if (subresource === 'status') kind.prepareStatus(made, old)
  else if (subresource !== 'finalize') kind.prepareUpdate(made, old)
  particularOf(kind).complete?.(cluster, made, old)
  checkFinalizers(kind, made, old)
  checkFields(kind, made, old)
  if (subresource === '') admitGrant(cluster, kind, made, options.user)
  const object = isApplied ? made : owned(cluster, target, old, made, options.manager)
  if (isSame(old, object)) return old
  return options.dryRun ? object : store(cluster, kind, object)
}

/** What an update cannot change; a client that leaves it out keeps it. */
const SERVER_OWNED = [
  'uid',
  'creationTimestamp',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'resourceVersion',
]

function keptMetadata(old: KubeObject, given: KubeObject): KubeObject['metadata'] {
  const metadata = { ...given.metadata }
  for (const field of SERVER_OWNED) {
    if (old.metadata[field] === undefined) delete metadata[field]
    else metadata[field] = old.metadata[field]
  }
  delete metadata.selfLink
  return metadata
}

/** Field owners' times do not count: a write that only they differ in is none. */
function isSame(old: KubeObject, object: KubeObject): boolean {
  return isDeepStrictEqual(timeless(old), timeless(object))
}

function timeless(object: KubeObject): KubeObject {
  const entries: { time?: string }[] = object.metadata.managedFields ?? []
  return { ...object, metadata: { ...object.metadata, managedFields: entries.map(({ time, ...entry }) => entry) } }
}

/** Writes the object, or removes it when it was only waiting for its last finalizer to go. */
function store(cluster: Cluster, kind: Target['kind'], object: KubeObject): KubeObject {
  const { metadata } = object
  const isWaiting = (metadata.finalizers ?? []).length > 0 || Number(metadata.deletionGracePeriodSeconds ?? 0) > 0
  if (!metadata.deletionTimestamp || isWaiting || particularOf(kind).isHeld?.(object)) {
    return toServed(kind, cluster.store.put(storageOf(kind), toStored(kind, object)))
  }
  cluster.store.remove(storageOf(kind), `${metadata.namespace ?? ''}/${metadata.name}`)
  return object
}
