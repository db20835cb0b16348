/**
 * Garbage collection: what its owners leave behind. Background: a dependent goes once no owner is left. Foreground: the owner
 * waits, with a finalizer, for its blocking dependents. Orphan: the dependents lose the reference before the owner goes.
 */
import type { KubeObject } from '../api.ts'
import { type Controller, queueOf } from './context.ts'
import { discover } from './discovery.ts'
import { keyOf, kinds, pathOf, type Resource } from './loop/resource.ts'
import type { Propagation, View } from './loop/view.ts'
import { isDeleting, type OwnerReference, ownersOf } from './owner.ts'

const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'

/** Each object of the cluster by uid, with what it is and who names it as owner. */
interface Graph {
  readonly resources: Map<string, Resource>
  readonly nodes: Map<string, { readonly resource: Resource; readonly key: string }>
  readonly dependents: Map<string, Set<string>>
}

export const garbageController: Controller = context => {
  const { view } = context
  const graph: Graph = { resources: new Map(), nodes: new Map(), dependents: new Map() }
  const queue = queueOf('garbage', context, async uid => {
    if (uid === DISCOVER) await follow(view, graph, uid => queue.add(uid))
    else await sync(view, graph, uid)
  })
  view.of(kinds.customResourceDefinitions).onChange(() => queue.add(DISCOVER))
  queue.add(DISCOVER)
  return queue
}

const DISCOVER = 'discover'

/** Watches what is served now, and stops watching what is served no more. */
async function follow(view: View, graph: Graph, look: (uid: string) => void): Promise<void> {
  const served = new Map((await discover(view.api)).map(resource => [pathOf(resource), resource]))
  for (const [path, resource] of graph.resources) {
    if (served.has(path)) continue
    graph.resources.delete(path)
    view.forget(resource)
  }
  for (const [path, resource] of served) {
    // Events own nothing and nothing owns them.
    if (graph.resources.has(path) || resource.plural === 'events') continue
    graph.resources.set(path, resource)
    view.of(resource).onChange((object, before, gone) => see(graph, resource, object, before, gone, look))
  }
}

function see(
  graph: Graph,
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined,
  gone: boolean,
  look: (uid: string) => void,
): void {
  const { uid } = object.metadata
  // One that was replaced under its name between two lists is gone too.
  if (before && before.metadata.uid !== uid) see(graph, resource, before, undefined, true, look)
  for (const owner of before ? ownersOf(before) : []) graph.dependents.get(owner.uid)?.delete(uid)
  if (gone) graph.nodes.delete(uid)
  else {
    graph.nodes.set(uid, { resource, key: keyOf(object) })
    for (const owner of ownersOf(object)) dependentsOf(graph, owner.uid).add(uid)
  }
  const owners = [object, ...(before ? [before] : [])].flatMap(ownersOf)
  for (const near of [uid, ...owners.map(owner => owner.uid), ...(gone ? dependentsOf(graph, uid) : [])]) look(near)
  if (gone && dependentsOf(graph, uid).size === 0) graph.dependents.delete(uid)
}

function dependentsOf(graph: Graph, uid: string): Set<string> {
  const known = graph.dependents.get(uid) ?? new Set()
  graph.dependents.set(uid, known)
  return known
}

async function sync(view: View, graph: Graph, uid: string): Promise<void> {
  const node = graph.nodes.get(uid)
  const object = node && view.of(node.resource).get(node.key)
  if (!object || object.metadata.uid !== uid) return
  const finalizers: string[] = object.metadata.finalizers ?? []
  if (isDeleting(object) && finalizers.includes(ORPHAN)) await orphan(view, graph, node.resource, object)
  else if (isDeleting(object) && finalizers.includes(FOREGROUND)) await foreground(view, graph, node.resource, object)
  else if (!isDeleting(object) && ownersOf(object).length > 0) await background(view, graph, node.resource, object)
}

const living = (view: View, graph: Graph, uids: Iterable<string>) =>
  [...uids].flatMap(uid => {
    const node = graph.nodes.get(uid)
    const object = node && view.of(node.resource).get(node.key)
    return object?.metadata.uid === uid ? [{ resource: node!.resource, object }] : []
  })

async function orphan(view: View, graph: Graph, resource: Resource, owner: KubeObject): Promise<void> {
  const { uid } = owner.metadata
  for (const dependent of living(view, graph, dependentsOf(graph, uid))) {
    const ownerReferences = ownersOf(dependent.object).filter(reference => reference.uid !== uid)
    await view.patch(dependent.resource, dependent.object, { metadata: { ownerReferences } })
  }
  await unblock(view, resource, owner, ORPHAN)
}

async function foreground(view: View, graph: Graph, resource: Resource, owner: KubeObject): Promise<void> {
  const dependents = living(view, graph, dependentsOf(graph, owner.metadata.uid))
  const blocks = ({ object }: { object: KubeObject }) =>
    ownersOf(object).some(reference => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion)
  if (!dependents.some(blocks)) return void (await unblock(view, resource, owner, FOREGROUND))
  for (const { resource, object } of dependents)
    if (!isDeleting(object)) await background(view, graph, resource, object)
}

const unblock = (view: View, resource: Resource, owner: KubeObject, finalizer: string): Promise<KubeObject> =>
  view.patch(resource, owner, {
    metadata: { finalizers: owner.metadata.finalizers.filter((name: string) => name !== finalizer) },
  })

/** Deletes an object that no owner holds any more; one that is held by some loses the references to the others. */
async function background(view: View, graph: Graph, resource: Resource, object: KubeObject): Promise<void> {
  const states = await Promise.all(ownersOf(object).map(owner => stateOf(view, graph, object, owner)))
  const owners = ownersOf(object).filter((_, i) => states[i] === 'solid')
  const waiting = states.includes('waiting')
  if (owners.length > 0) {
    if (owners.length < states.length) await view.patch(resource, object, { metadata: { ownerReferences: owners } })
  } else await view.delete(resource, object, { propagation: propagationOf(graph, object, waiting) })
}

/** A dependent with dependents of its own makes a waiting owner wait for them too. */
function propagationOf(graph: Graph, object: KubeObject, waiting: boolean): Propagation {
  const finalizers: string[] = object.metadata.finalizers ?? []
  if (waiting && dependentsOf(graph, object.metadata.uid).size > 0) return 'Foreground'
  if (finalizers.includes(ORPHAN)) return 'Orphan'
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background'
}

/** `solid` holds its dependent, `waiting` is being deleted in the foreground, `absent` is gone. The cache is asked first, the server has the last word. */
async function stateOf(
  view: View,
  graph: Graph,
  object: KubeObject,
  owner: OwnerReference,
): Promise<'solid' | 'waiting' | 'absent'> {
  const [known] = living(view, graph, [owner.uid])
  const live = known?.object ?? (await read(view, graph, object, owner))
  if (live === undefined || live === 'unknown') return live === undefined ? 'absent' : 'solid'
  return isDeleting(live) && live.metadata.finalizers?.includes(FOREGROUND) ? 'waiting' : 'solid'
}

/** The owner as the server has it, undefined when another or none is there, `unknown` for a kind that is not served. */
async function read(
  view: View,
  graph: Graph,
  object: KubeObject,
  owner: OwnerReference,
): Promise<KubeObject | undefined | 'unknown'> {
  const group = owner.apiVersion.includes('/') ? owner.apiVersion.split('/')[0] : ''
  const resource = [...graph.resources.values()].find(
    ({ kind, ...rest }) => kind === owner.kind && rest.group === group,
  )
  if (!resource) return 'unknown'
  const path = pathOf(resource, resource.namespaced ? object.metadata.namespace : undefined, owner.name)
  try {
    const found = await view.api.request({ method: 'GET', path })
    return found.metadata.uid === owner.uid ? found : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 404) return undefined
    throw error
  }
}
