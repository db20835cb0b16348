import type { KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, failure, gone } from '../errors.ts'
import { apiVersionOf, storageOf } from '../kinds.ts'
import { type ListOptions, listOptions, parseRevision } from '../options.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'
import { selection } from './select.ts'

interface Page {
  readonly items: readonly KubeObject[]
  readonly revision: number
  readonly next?: string
  readonly remaining?: number
}

/** GET of a collection. The items of built-in kinds carry neither kind nor apiVersion, as on the real server. */
export function list(cluster: Cluster, target: Target, query: URLSearchParams): KubeObject {
  const page = pageOf(cluster, target, query)
  const items = target.kind.custom ? page.items : page.items.map(({ apiVersion, kind, ...item }) => item)
  return asList(target, items, {
    resourceVersion: String(page.revision),
    ...(page.next && { continue: page.next }),
    ...(page.remaining && { remainingItemCount: page.remaining }),
  })
}

export function asList({ kind }: Target, items: readonly unknown[], metadata: object): KubeObject {
  return { kind: kind.listKind, apiVersion: apiVersionOf(kind), metadata, items: items as KubeObject[] } as KubeObject
}

/** The part of the collection that limit and continue ask for, all parts from one revision. */
export function pageOf(cluster: Cluster, target: Target, query: URLSearchParams): Page {
  const options = listOptions(query)
  const holds = selection(target, query)
  const from = options.continue ? readToken(options.continue) : undefined
  const revision = from?.revision ?? exactRevision(cluster, options) ?? cluster.store.revision
  const all = objectsAt(cluster, target, revision, from !== undefined)
  const rest = from ? all.filter(object => placeOf(object) > from.after) : all
  const chosen = holds ? rest.filter(holds) : rest
  const items = options.limit > 0 ? chosen.slice(0, options.limit) : chosen
  const left = chosen.length - items.length
  return {
    items: items.map(object => toServed(target.kind, object)),
    revision,
    ...(left > 0 && { next: writeToken(revision, placeOf(items.at(-1)!)) }),
    // With selectors the real server does not know how many would follow.
    ...(left > 0 && !holds && { remaining: left }),
  }
}

/** Lists are always read at the newest state, which every other resourceVersion allows; only `Exact` asks for an older one. */
function exactRevision(cluster: Cluster, options: ListOptions): number | undefined {
  if (!options.resourceVersion) return undefined
  const asked = listRevision(options.resourceVersion)
  if (asked > cluster.store.revision) throw tooLarge(asked, cluster.store.revision)
  // A page at a revision is a page of that revision, also when nobody says so.
  const isExact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && asked > 0)
  return isExact ? asked : undefined
}

function listRevision(text: string): number {
  try {
    return parseRevision(text)
  } catch (error) {
    throw badRequest(`invalid resource version: ${(error as Error).message}`)
  }
}

function tooLarge(asked: number, current: number): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })
}

function objectsAt(cluster: Cluster, target: Target, revision: number, isContinued: boolean): readonly KubeObject[] {
  const { store } = cluster
  const resource = storageOf(target.kind)
  if (revision === store.revision) return store.list(resource, target.namespace)
  const objects = store.listAt(resource, revision, target.namespace)
  if (objects) return objects
  throw gone(
    isContinued
      ? 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.'
      : `The resourceVersion for the provided list is too old.`,
  )
}

const placeOf = (object: KubeObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`

function writeToken(revision: number, after: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url')
}

function readToken(token: string): { revision: number; after: string } {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Number.isSafeInteger(rv) && typeof start === 'string') return { revision: rv, after: start }
  } catch {
    // Said below, in the server's words.
  }
  throw badRequest('invalid continue token: continue key is not valid: the token is not one that this server made')
}
