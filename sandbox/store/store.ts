import type { KubeObject } from '../api.ts'
import type { Change } from './change.ts'
import { freeze } from './freeze.ts'
import { History } from './history.ts'
import type { Journal } from './journal.ts'

interface Shelf {
  readonly objects: Map<string, KubeObject>
  /** Keys in list order, forgotten when a key comes or goes. */
  order?: readonly string[]
}

/**
 * The cluster's memory: frozen JSON objects under one global revision, as in etcd. Every call is synchronous, so that a reader who also
 * subscribes in the same turn misses nothing and sees nothing twice.
 */
export class Store {
  revision = 0
  readonly history: History
  private readonly shelves = new Map<string, Shelf>()
  private readonly listeners = new Map<string, Set<(change: Change) => void>>()
  private readonly undelivered: Change[] = []
  private readonly journal: Journal | undefined

  /** `window` is the number of changes that a watch can still be resumed from. */
  constructor(options: { readonly journal?: Journal; readonly window?: number } = {}) {
    this.journal = options.journal
    this.revision = this.journal?.load((resource, key, object) => this.place(resource, key, object)) ?? 0
    this.history = new History(options.window ?? 10_000, this.revision)
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.shelves.get(resource)?.objects.get(key)
  }

  /** All objects of a resource in key order; those of one namespace when it is given. */
  list(resource: string, namespace?: string): KubeObject[] {
    const shelf = this.shelves.get(resource)
    if (!shelf) return []
    shelf.order ??= [...shelf.objects.keys()].sort()
    const keys = namespace ? shelf.order.filter(key => key.startsWith(`${namespace}/`)) : shelf.order
    return keys.map(key => shelf.objects.get(key)!)
  }

  /** The list as it was at `revision`, or undefined when that is older than the history goes. */
  listAt(resource: string, revision: number, namespace?: string): KubeObject[] | undefined {
    const changes = this.history.since(resource, revision)
    if (!changes) return undefined
    const objects = new Map(this.list(resource, namespace).map(object => [keyOf(object), object]))
    for (const change of changes.reverse()) {
      if (namespace && !change.key.startsWith(`${namespace}/`)) continue
      if (change.previous) objects.set(change.key, change.previous)
      else objects.delete(change.key)
    }
    return [...objects.keys()].sort().map(key => objects.get(key)!)
  }

  /** Stores a new state under the next revision and answers it, frozen and stamped with that revision. */
  put(resource: string, object: KubeObject): KubeObject {
    const key = keyOf(object)
    const previous = this.get(resource, key)
    const revision = this.revision + 1
    const stamped = freeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } })
    const type = previous ? 'MODIFIED' : 'ADDED'
    this.commit({ revision, type, resource, key, object: stamped, ...(previous && { previous }) })
    return stamped
  }

  /** Removes an object and answers its last state under the revision of the removal; undefined when there is none. */
  remove(resource: string, key: string): KubeObject | undefined {
    const previous = this.get(resource, key)
    if (!previous) return undefined
    const revision = this.revision + 1
    const last = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } }
    this.commit({ revision, type: 'DELETED', resource, key, object: freeze(last), previous })
    return last
  }

  /** Calls `listener` for each later change of the resource, in order, before the write that made it returns. */
  subscribe(resource: string, listener: (change: Change) => void): () => void {
    const listeners = this.listeners.get(resource) ?? new Set()
    this.listeners.set(resource, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  size(): number {
    return [...this.shelves.values()].reduce((sum, shelf) => sum + shelf.objects.size, 0)
  }

  close(): void {
    this.journal?.close()
  }

  private commit(change: Change): void {
    const object = change.type === 'DELETED' ? undefined : change.object
    this.journal?.append({ revision: change.revision, resource: change.resource, key: change.key, object })
    this.revision = change.revision
    this.place(change.resource, change.key, object)
    this.history.add(change)
    if (this.journal?.isLong()) this.journal.compact(this.revision, this.everything())
    this.undelivered.push(change)
    if (this.undelivered.length === 1) this.deliver()
  }

  /**
   * A listener may write; what it writes is told to all after the change that it was told of. One that throws keeps the change from nobody else;
   * whoever wrote is told in the end.
   */
  private deliver(): void {
    const failures: unknown[] = []
    for (let change = this.undelivered[0]; change; change = this.undelivered[0]) {
      for (const listener of [...(this.listeners.get(change.resource) ?? [])]) {
        try {
          listener(change)
        } catch (error) {
          failures.push(error)
        }
      }
      this.undelivered.shift()
    }
    if (failures.length > 0) throw failures[0]
  }

  private place(resource: string, key: string, object: KubeObject | undefined): void {
    const shelf: Shelf = this.shelves.get(resource) ?? { objects: new Map() }
    this.shelves.set(resource, shelf)
    if (!object || !shelf.objects.has(key)) delete shelf.order
    if (object) shelf.objects.set(key, freeze(object))
    else shelf.objects.delete(key)
  }

  private *everything(): Iterable<{ resource: string; key: string; object: KubeObject }> {
    for (const [resource, shelf] of this.shelves) {
      for (const [key, object] of shelf.objects) yield { resource, key, object }
    }
  }
}

export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}
