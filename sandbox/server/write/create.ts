import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { PatchError, trackUpdate } from '../../patch/index.ts'
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

/** Stores a new object: server-owned metadata, defaults, field ownership, what the server adds, admission, validation, in this order. */
export function insert(
  cluster: Cluster,
  target: Target,
  given: KubeObject,
  options: WriteOptions,
  isApplied = false,
): KubeObject {
  const { kind } = target
  const stored = (name: string) => cluster.store.get(storageOf(kind), `${given.metadata.namespace ?? ''}/${name}`)
  const sent = { ...given, metadata: newMetadata(cluster, given.metadata, name => stored(name) !== undefined) }
  kind.default(sent)
  const made = isApplied ? sent : owned(cluster, target, undefined, sent, options.manager)
  kind.prepareCreate(made)
  particularOf(kind).complete?.(cluster, made)
  admitCreate(cluster, target, made.metadata.name ?? '')
  checkFields(kind, made)
  admitGrant(cluster, kind, made, options.user)
  if (stored(made.metadata.name)) throw alreadyExists(kind, made.metadata.name)
  return options.dryRun ? made : toServed(kind, cluster.store.put(storageOf(kind), toStored(kind, made)))
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
  const managedFields = trackedFields({ ...tracked, operation: 'Update' })
  const { managedFields: _, ...metadata } = updated.metadata
  return { ...updated, metadata: managedFields ? { ...metadata, managedFields } : metadata }
}

/** What cannot be tracked, as list items without their key, has no owner: validation says what is wrong with it. */
function trackedFields(update: Parameters<typeof trackUpdate>[0]): ReturnType<typeof trackUpdate> {
  try {
    return trackUpdate(update)
  } catch (error) {
    if (error instanceof PatchError) return undefined
    throw error
  }
}
