import type { KubeObject } from '../api.ts'
import type { Answer, Call } from './call.ts'
import type { Cluster } from './cluster.ts'
import { verbsOf } from './describe/verbs.ts'
import { badRequest, methodNotAllowed, outOfScope, pathNotFound } from './errors.ts'
import { storageOf } from './kinds.ts'
import { flag } from './options.ts'
import { accepted } from './read/accept.ts'
import { asList, list } from './read/list.ts'
import { eventRepresentation, type Representation, represent } from './read/represent.ts'
import type { Included } from './read/table.ts'
import { watch } from './read/watch.ts'
import { bind } from './subresources/binding.ts'
import { evict } from './subresources/eviction.ts'
import { finalize } from './subresources/finalize.ts'
import { review } from './subresources/reviews.ts'
import { scale } from './subresources/scale.ts'
import { isWatchPath, type Target } from './target.ts'
import { create } from './write/create.ts'
import { patch } from './write/patch.ts'
import { remove, removeAll } from './write/remove.ts'
import { live, update } from './write/update.ts'

/** The verb of a call in RBAC's words: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
export function verbOf(call: Call, target: Target): string {
  const { method } = call
  if (method === 'GET') {
    if (isWatchPath(call.path)) return 'watch'
    if (target.name) return 'get'
    return flag(call.query, 'watch') ? 'watch' : 'list'
  }
  if (method === 'DELETE') return target.name ? 'delete' : 'deletecollection'
  return { POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method.toLowerCase()
}

/** Serves a call on a resource. */
export function serveResource(cluster: Cluster, target: Target, call: Call): Answer {
  const verb = verbOf(call, target)
  const how = representation(cluster, target, call)
  if (target.subresource) {
    const object = onSubresource(cluster, target, call, verb)
    return {
      code: verb === 'create' ? 201 : 200,
      object: object.kind === target.kind.kind ? represent(object, how) : object,
    }
  }
  if (!verbsOf(target.kind).includes(verb)) throw methodNotAllowed()
  if (verb === 'watch') return { stream: representedStream(watch(cluster, target, call.query), how) }
  const { code, object } = onObject(cluster, target, call, verb)
  return { code, object: represent(object, how) }
}

function representation(cluster: Cluster, { kind }: Target, call: Call): Representation {
  const { form } = accepted(call.headers.accept)
  return { form, kind, included: includedIn(call.query), now: () => cluster.clock.now() }
}

function includedIn(query: URLSearchParams): Included {
  const asked = query.get('includeObject') || 'Metadata'
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
  )
}

function representedStream(stream: ReturnType<typeof watch>, how: Representation): ReturnType<typeof watch> {
  if (how.form === 'object') return stream
  const change = eventRepresentation(how)
  return { open: sink => stream.open({ send: event => sink.send(change(event)), end: error => sink.end(error) }) }
}

function onObject(cluster: Cluster, target: Target, call: Call, verb: string): { code: number; object: KubeObject } {
  if (verb === 'create' && verbsOf(target.kind).length === 1)
    return { code: 201, object: review(cluster, target, call) }
  if ((verb === 'update' || verb === 'patch') && !target.name) throw methodNotAllowed()
  if (verb === 'create' && target.name) throw methodNotAllowed()
  if (verb === 'patch') {
    const { object, isNew } = patch(cluster, target, call)
    return { code: isNew ? 201 : 200, object }
  }
  if (verb === 'deletecollection') {
    const metadata = { resourceVersion: String(cluster.store.revision) }
    return { code: 200, object: asList(target, removeAll(cluster, target, call), metadata) }
  }
  return { code: verb === 'create' ? 201 : 200, object: simpleVerb(cluster, target, call, verb) }
}

function simpleVerb(cluster: Cluster, target: Target, call: Call, verb: string): KubeObject {
  if (verb === 'get') return live(cluster, target)
  if (verb === 'list') return list(cluster, target, call.query)
  if (verb === 'create') return create(cluster, target, call)
  if (verb === 'update') return update(cluster, target, call)
  return remove(cluster, target, call)
}

/** Subresources that a cluster serves and the sandbox does not. */
const REFUSED: Record<string, readonly string[]> = {
  '/pods': ['attach', 'ephemeralcontainers', 'exec', 'log', 'portforward', 'proxy', 'resize'],
  '/services': ['proxy'],
  '/nodes': ['proxy'],
  '/serviceaccounts': ['token'],
}

function onSubresource(cluster: Cluster, target: Target, call: Call, verb: string): KubeObject {
  const { kind, subresource } = target
  const place = storageOf(kind)
  if (REFUSED[place]?.includes(subresource)) {
    live(cluster, target)
    throw outOfScope(`${kind.plural}/${subresource}`)
  }
  if (place === '/pods' && subresource === 'eviction' && verb === 'create') return evict(cluster, target, call)
  if (place === '/pods' && subresource === 'binding' && verb === 'create') return bind(cluster, target, call)
  if (place === '/namespaces' && subresource === 'finalize' && verb === 'update') return finalize(cluster, target, call)
  if (!isServed(target)) throw pathNotFound()
  if (!['get', 'update', 'patch'].includes(verb)) throw methodNotAllowed()
  if (subresource === 'scale') return scale(cluster, target, call)
  if (verb === 'get') return live(cluster, target)
  return verb === 'update' ? update(cluster, target, call) : patch(cluster, target, call).object
}

function isServed({ kind, subresource }: Target): boolean {
  if (subresource === 'scale') return kind.subresources.scale !== undefined
  return subresource === 'status' && kind.subresources.status === true
}
