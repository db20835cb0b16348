/** How each intent becomes a request. One exhaustive switch; an intent that the API server turned down throws its ApiError. */
import type { Alive, Doomed, Intent, Preconditions, Target } from '../../core/intent.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { ApiError, isCode } from '../client/error.ts'
import { pathOf, type Resource, resourceOf } from '../client/path.ts'
import { hashOf, ownerUid, relabel } from './label.ts'

/** What a landed write leaves behind: the object as stored, or nothing that its watch would show under a version. */
export type Written =
  /** `wasThere`: it had been created before, and what is told of a creation is not true of it. */
  | { readonly wrote: 'object'; readonly object: KubeObject; readonly wasThere?: boolean }
  | { readonly wrote: 'deletion' }
  /** `isShort`: disruption budgets have kept pods that should have gone. */
  | { readonly wrote: 'nothing'; readonly isShort?: boolean }

/** The manager of the fields that we write, as server-side apply and `kubectl --show-managed-fields` name it. */
const manager = { fieldManager: 'slipway' }

export async function write(client: Client, intent: Intent): Promise<Written> {
  switch (intent.do) {
    case 'create':
      return await create(client, intent)
    case 'patch':
      return await patch(client, intent)
    case 'delete':
      return remove(client, intent)
    case 'evict':
      return evict(client, intent)
    case 'measure':
      throw new Error(`metric ${intent.name}: no metric provider is configured in this controller`)
    case 'verify':
      throw new Error(`weight of ${intent.name}: no traffic router is configured in this controller`)
    default:
      throw new Error(`no such intent: ${JSON.stringify(intent satisfies never)}`)
  }
}

export function resourceFor({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Resource {
  const resource = resourceOf(apiVersion, kind)
  if (!resource) throw new Error(`${apiVersion} ${kind}: this controller does not write objects of that kind`)
  return resource
}

async function create(client: Client, { object, alive }: Intent & { readonly do: 'create' }): Promise<Written> {
  const resource = resourceFor(object)
  if (alive) await confirm(client, alive)
  const { namespace, name } = object.metadata
  try {
    const path = pathOf(resource, { namespace }, manager)
    return { wrote: 'object', object: await client.request<KubeObject>({ method: 'POST', path, body: object }) }
  } catch (error) {
    if (!isCode(error, 409) || error.reason !== 'AlreadyExists') throw error
    // The cache may not have shown it yet; whose it is decides the next step, so ask the server (users 4-B4).
    const stored = await client.request<KubeObject>({ method: 'GET', path: pathOf(resource, { namespace, name }) })
    if (ownerUid(stored) === undefined || ownerUid(stored) !== ownerUid(object)) throw error
    if (hashOf(stored) === hashOf(object)) return { wrote: 'object', object: stored }
    return { wrote: 'object', object: await relabel(client, stored, hashOf(object)), wasThere: true }
  }
}

async function patch(client: Client, intent: Intent & { readonly do: 'patch' }): Promise<Written> {
  const { target, subresource, body, preconditions, alive } = intent
  if (alive) await confirm(client, alive)
  const metadata = { ...(body.metadata as object | undefined), ...preconditions }
  const sent = client.request<KubeObject>({
    method: 'PATCH',
    path: pathOf(resourceFor(target), { ...target, subresource }, manager),
    contentType: 'application/merge-patch+json',
    body: { ...body, metadata },
  })
  // A pod that has gone needs no metadata, and those after it wait for theirs.
  const object = target.kind === 'Pod' ? await sent.catch(unlessGone) : await sent
  return object ? { wrote: 'object', object } : { wrote: 'nothing' }
}

/** Throws the conflict that an API server would report if it knew of preconditions on other objects. */
async function confirm(client: Client, { target, uid }: Alive): Promise<void> {
  const { metadata } = await client.request({ method: 'GET', path: pathOf(resourceFor(target), target) })
  if (metadata.uid === uid && metadata.deletionTimestamp === undefined) return
  throw new ApiError(409, 'Conflict', `${target.kind} ${target.namespace}/${target.name} is not there any more`)
}

async function remove(client: Client, intent: Intent & { readonly do: 'delete' }): Promise<Written> {
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    preconditions: intent.preconditions,
  }
  const path = pathOf(resourceFor(intent.target), intent.target)
  await client.request({ method: 'DELETE', path, body: options }).catch(unlessGone)
  return { wrote: 'deletion' }
}

async function evict(client: Client, { pods, count }: Intent & { readonly do: 'evict' }): Promise<Written> {
  let gone = 0
  for (const pod of pods) {
    if (gone === count) break
    if (await mayGo(client, pod)) gone += 1
  }
  return { wrote: 'nothing', isShort: gone < count }
}

/** False: a disruption budget keeps it. */
async function mayGo(client: Client, { target, preconditions }: Doomed): Promise<boolean> {
  const path = pathOf(resourceFor(target), { ...target, subresource: 'eviction' })
  try {
    await client.request({ method: 'POST', path, body: eviction(target, preconditions) }).catch(unlessGone)
    return true
  } catch (error) {
    if (!isCode(error, 429)) throw error
    return false
  }
}

function eviction({ namespace, name }: Target, preconditions: Preconditions): object {
  return { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, deleteOptions: { preconditions } }
}

function unlessGone(error: unknown): undefined {
  if (!isCode(error, 404)) throw error
}
