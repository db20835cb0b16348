/**
 * Keeps a store equal to a collection of the API server, for ever: a watch with initial events (one object at a time, so that a
 * large cluster costs no more memory than what is kept), or paged lists and a watch where the server refuses that.
 */
import { metadataOnly, metadataOnlyList } from '../client/accept.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { ApiError, busyFor, isCode, messageOf } from '../client/error.ts'
import { pathOf, type Resource } from '../client/path.ts'
import type { Read } from '../client/protobuf.ts'
import type { WatchEvent } from '../client/watch.ts'
import { type Clock, sleep } from '../clock.ts'
import type { Log } from '../log.ts'
import { isAtLeast, type Store } from './store.ts'

export interface ReflectorOptions<T> {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly resource: Resource
  readonly namespace?: string | undefined
  readonly labelSelector?: string
  /** Ask for metadata only. */
  readonly metadataOnly?: boolean
  /** Reads the object's protobuf form: for a kind of Kubernetes' own that comes in large numbers. */
  readonly protobuf?: Read
  // biome-ignore lint/suspicious/noExplicitAny: the reflector writes the store and does not care about its indexes
  readonly store: Store<T, any>
  /** Reduces an object to what is kept; `before` is what the store holds, to share parts with. */
  readonly project: (object: KubeObject, before: T | undefined) => T
  /** Everything has been read, for the first time or again. */
  readonly onSynced?: () => void
}

const pageSize = 250
const idleTimeout = 180_000
const backoff = { first: 500, last: 30_000 }

export class Reflector<T> {
  /** Watch events received, bookmarks left out. */
  events = 0
  /** False while the server does not let us see what there is: what was seen before is then no knowledge any more. */
  hasSynced = false
  readonly synced: Promise<void>
  private readonly options: ReflectorOptions<T>
  private readonly stopping = new AbortController()
  private connection = new AbortController()
  private markSynced = () => {}
  /** Where to go on watching; absent: everything has to be read again. */
  private version: string | undefined
  /** How to read everything next time; a server that refuses initial events for good is asked for lists from then on. */
  private reading: 'stream' | 'list' = 'stream'
  private refusesStream = false
  private failures = 0
  /** How long a busy server wants to be left alone, in milliseconds. */
  private busy = 0

  constructor(options: ReflectorOptions<T>) {
    this.options = options
    this.synced = new Promise(resolve => {
      this.markSynced = resolve
    })
  }

  start(): void {
    void this.run()
  }

  stop(): void {
    this.stopping.abort()
    this.connection.abort()
  }

  /** Drops the connection and reads everything again, unless it does so already: for a view that has proved to be behind. */
  restart(): void {
    if (this.version === undefined) return
    this.version = undefined
    this.connection.abort()
  }

  private async run(): Promise<void> {
    const { clock, log, resource } = this.options
    while (!this.stopping.signal.aborted) {
      this.connection = new AbortController()
      const heard = this.events
      const since = clock.now()
      this.busy = 0
      try {
        await (this.version !== undefined
          ? this.follow(this.version)
          : this.reading === 'stream'
            ? this.stream()
            : this.list())
        if (this.events === heard && clock.now() - since < 1000) this.failures += 1
      } catch (error) {
        if (this.stopping.signal.aborted) return
        this.failed(error)
        log.debug(`watch of ${resource.plural}: ${messageOf(error)}`)
      }
      await sleep(clock, this.delay(), this.stopping.signal)
    }
  }

  private delay(): number {
    if (this.busy > 0) return this.busy
    if (this.failures === 0) return 0
    const longest = Math.min(backoff.last, backoff.first * 2 ** (this.failures - 1))
    return longest * (0.75 + Math.random() / 4)
  }

  /** What to do differently next time. */
  private failed(error: unknown): void {
    if (this.connection.signal.aborted) return
    this.busy = busyFor(error) ?? 0
    if (this.busy > 0) return
    // What may not be read yet, or is not installed, may well be streamed later.
    const isAway: boolean = isCode(error, 403, 404)
    const refused = this.version === undefined && this.reading === 'stream' && error instanceof ApiError && !isAway
    if (isCode(error, 410)) this.version = undefined
    else if (refused) this.refusesStream = error.code < 500
    else this.failures += 1
    if (isAway) this.forgetVersion()
    this.reading = refused || this.refusesStream ? 'list' : 'stream'
    if (this.failures > 0 && this.failures % 5 === 0) {
      this.options.log.warn(`cannot watch ${this.options.resource.plural}: ${messageOf(error)}`)
    }
  }

  private forgetVersion(): void {
    this.version = undefined
    this.hasSynced = false
  }

  private async stream(): Promise<void> {
    const seen = new Set<string>()
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
    await this.watch(query, event => {
      if (this.version !== undefined) return this.apply(event)
      if (event.type === 'BOOKMARK') return isInitialEnd(event) ? this.complete(seen, versionOf(event)) : undefined
      seen.add(this.keep(event))
    })
    // A server that does not know the parameter ends such a watch without ever saying where the initial events end.
    if (this.version === undefined) this.reading = 'list'
  }

  /** Reads everything once; for who does not want to follow it any further. Throws what the API server answers. */
  async list(): Promise<void> {
    const seen = new Set<string>()
    let next: string | undefined
    do {
      const page = await this.options.client.request<ListPage>({
        method: 'GET',
        path: this.path({ limit: String(pageSize), continue: next }),
        signal: this.connection.signal,
        ...(this.options.metadataOnly ? { accept: metadataOnlyList } : {}),
      })
      for (const object of page.items ?? []) seen.add(this.keep({ type: 'ADDED', object }))
      next = page.metadata.continue || undefined
      if (next === undefined) this.complete(seen, page.metadata.resourceVersion)
    } while (next !== undefined)
    this.reading = this.refusesStream ? 'list' : 'stream'
  }

  private follow(version: string): Promise<void> {
    return this.watch({ resourceVersion: version }, event => this.apply(event))
  }

  private watch(query: { readonly [key: string]: string }, onEvent: (event: WatchEvent) => void): Promise<void> {
    const timeoutSeconds = String(300 + Math.floor(Math.random() * 300))
    return this.options.client.watch(
      this.path({ watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds, ...query }),
      {
        signal: this.connection.signal,
        idleTimeout,
        protobuf: this.options.protobuf,
        ...(this.options.metadataOnly ? { accept: metadataOnly } : {}),
        onEvent: event => {
          if (event.type === 'ERROR') throw errorOf(event)
          this.failures = 0
          onEvent(event)
        },
      },
    )
  }

  private apply(event: WatchEvent): void {
    if (event.type !== 'BOOKMARK') this.keep(event)
    this.advance(versionOf(event))
  }

  private keep(event: WatchEvent): string {
    const { store, project, log, resource } = this.options
    const { metadata } = event.object
    const key = `${metadata.namespace ?? ''}/${metadata.name}`
    this.events += 1
    try {
      store.set(key, event.type === 'DELETED' ? undefined : project(event.object, store.get(key)))
    } catch (error) {
      // A bad object hurts itself alone (design rule 8): it is left out until it can be read.
      log.error(`${resource.kind} ${key} cannot be read and is left alone: ${messageOf(error)}`)
      store.set(key, undefined)
    }
    return key
  }

  private complete(seen: ReadonlySet<string>, version: string): void {
    this.options.store.retain(seen)
    this.advance(version)
    this.failures = 0
    this.hasSynced = true
    this.markSynced()
    this.options.onSynced?.()
  }

  private advance(version: string): void {
    this.version = version
    if (isAtLeast(version, this.options.store.version)) this.options.store.version = version
  }

  private path(query: { readonly [key: string]: string | undefined }): string {
    const { resource, namespace, labelSelector } = this.options
    return pathOf(resource, { namespace }, { labelSelector, ...query })
  }
}

interface ListPage {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string }
  /** Null in an empty list of metadata. */
  readonly items: readonly KubeObject[] | null
}

const versionOf = (event: WatchEvent) => event.object.metadata.resourceVersion

function isInitialEnd(event: WatchEvent): boolean {
  const annotations = event.object.metadata.annotations as { readonly [key: string]: string } | undefined
  return annotations?.['k8s.io/initial-events-end'] === 'true'
}

function errorOf(event: WatchEvent): ApiError {
  const status = event.object as { readonly code?: number; readonly reason?: string; readonly message?: string }
  return new ApiError(status.code ?? 500, status.reason ?? 'Unknown', status.message ?? 'the watch broke')
}
