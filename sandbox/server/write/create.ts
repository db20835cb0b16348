import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { trackUpdate } from '../../patch/index.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { alreadyExists } from '../errors.ts'
import { apiVersionOf, storageOf } from '../kinds.ts'
import { addressed, newMetadata } from '../metadata.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import { particularOf } from '../particulars.ts'
import type { Target } from '../target.ts'
import { toServed, toStored } from '../versions.ts'
import { admitCreate, admitGrant } from './admit.ts'
import { decodeBody, dropUnknown } from './decode.ts'
import { checkFields } from './validate.ts'

/** POST of a new object. Answers it as stored. */
export function create(cluster: Cluster, target: Target, call: Call): KubeObject {
  const options = writeOptions(call, 'CreateOptions')
  const { json, faults } = decodeBody(call, target.kind)
  const object = addressed(json, target)
  dropUnknown(object, target.kind, faults, options.fieldValidation, call.warnings)
  return insert(cluster, target, object, options)
}

/** Stores a new object: server-owned metadata, defaults, admission, validation, field ownership, in this order. */
export function insert(
  cluster: Cluster,
  target: Target,
  given: KubeObject,
  options: WriteOptions,
  isApplied = false,
): KubeObject {
  const { kind } = target
  const stored = (name: string) => cluster.store.get(storageOf(kind), `${given.metadata.namespace ?? ''}/${name}`)
  const made = { ...given, metadata: newMetadata(cluster, given.metadata, name => stored(name) !== undefined) }
  kind.default(made)
  kind.prepareCreate(made)
  particularOf(kind).complete?.(cluster, made)
  admitCreate(cluster, target, made.metadata.name ?? '')
  checkFields(kind, made)
  admitGrant(cluster, kind, made, options.user)
  const object = isApplied ? made : owned(cluster, target, undefined, made, options.manager)
  if (stored(object.metadata.name)) throw alreadyExists(kind, object.metadata.name)
  return options.dryRun ? object : toServed(kind, cluster.store.put(storageOf(kind), toStored(kind, object)))
}

/** The object with managedFields that say who set which fields on the way from `live` to it. */
export function owned(
  cluster: Cluster,
  target: Target,
  live: KubeObject | undefined,
  updated: KubeObject,
  manager: string,
): KubeObject {
  const { kind, subresource } = target
  const time = formatTime(cluster.clock.now())
  const tracked = { schema: kind.schema, live, updated, manager, time, apiVersion: apiVersionOf(kind), subresource }
  const managedFields = trackUpdate({ ...tracked, operation: 'Update' })
  const { managedFields: _, ...metadata } = updated.metadata
  return { ...updated, metadata: managedFields ? { ...metadata, managedFields } : metadata }
}
