import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Cluster } from './cluster.ts'
import { badRequest, failure } from './errors.ts'
import { apiVersionOf } from './kinds.ts'
import type { Target } from './target.ts'

/** Letters that generated names are made of: no vowels, and nothing that looks like another. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

/** The metadata of a new object: what the server owns is set, what a client may not choose is dropped. `isTaken` knows the names in use. */
export function newMetadata(
  cluster: Cluster,
  given: KubeObject['metadata'],
  isTaken: (name: string) => boolean,
): KubeObject['metadata'] {
  if (given.resourceVersion) throw failure(500, '', 'resourceVersion should not be set on objects to be created')
  const { selfLink, resourceVersion, deletionTimestamp, deletionGracePeriodSeconds, generation, ...rest } = given
  return {
    ...rest,
    ...(!given.name && given.generateName && { name: generatedName(cluster, given.generateName, isTaken) }),
    uid: newUid(cluster),
    creationTimestamp: formatTime(cluster.clock.now()),
  }
}

const TRIES = 8

/** The last try may be taken too; then the create is refused, as by the real server. */
function generatedName(cluster: Cluster, prefix: string, isTaken: (name: string) => boolean): string {
  let name = ''
  for (let tries = 0; tries < TRIES && (name === '' || isTaken(name)); tries++) {
    const suffix = Array.from({ length: 5 }, () => LETTERS[Math.floor(cluster.random() * LETTERS.length)]).join('')
    name = prefix.slice(0, 58) + suffix
  }
  return name
}

/** A version 4 UUID from the cluster's own randomness, so that a run in virtual time comes out the same each time. */
export function newUid(cluster: Cluster): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(cluster.random() * 16).toString(16))
  hex[12] = '4'
  hex[16] = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The body as an object of the kind at the address: group, kind, name and namespace agree with the path or are taken from it. */
export function addressed(body: unknown, target: Target, kind: Kind = target.kind): KubeObject {
  const object = asObject(body, kind)
  const metadata = { ...(object.metadata ?? {}) }
  if (target.name && metadata.name && metadata.name !== target.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${target.name})`)
  }
  if (target.namespace && metadata.namespace && metadata.namespace !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (target.name) metadata.name ??= target.name
  if (target.namespace) metadata.namespace = target.namespace
  else delete metadata.namespace
  const { apiVersion, kind: _, metadata: __, ...rest } = object
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata, ...rest }
}

function asObject(body: unknown, kind: Kind): KubeObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): expected a JSON object`)
  }
  const object = body as KubeObject
  checkType(object, kind)
  if (typeof (object.metadata ?? {}) !== 'object' || Array.isArray(object.metadata)) {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: metadata is no object`,
    )
  }
  return object
}

/** A built-in kind may be left out of the body; a custom one may not, and what is wrong with it is said in another order. */
function checkType(object: KubeObject, kind: Kind): void {
  const expected = apiVersionOf(kind)
  const given = String(object.apiVersion ?? expected)
  if (kind.custom && !object.kind) {
    const text = JSON.stringify(object)
    const shown = text.length > 30 ? `${text.slice(0, 30)} ...` : text
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): Object 'Kind' is missing in '${text}' (${shown})`,
    )
  }
  const isOther = (object.kind ?? kind.kind) !== kind.kind
  if (isOther && !kind.custom) throw unknownConversion(object.kind, given, kind)
  if (given !== expected) {
    throw badRequest(`the API version in the data (${given}) does not match the expected API version (${expected})`)
  }
  if (isOther) throw unknownConversion(object.kind, given, kind)
}

function unknownConversion(name: string, given: string, kind: Kind): Error {
  const version = given.slice(given.indexOf('/') + 1)
  const internal = `${kind.group.split('.')[0] || 'core'}.${kind.kind}`
  return badRequest(
    `${name} in version "${version}" cannot be handled as a ${kind.kind}: converting (${version}.${name}) to (${internal}): unknown conversion`,
  )
}
