import type { KubeObject, WatchEvent } from '../../api.ts'
import type { Change } from '../../store/change.ts'
import type { Sink, Stream } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { gone } from '../errors.ts'
import { apiVersionOf, storageOf } from '../kinds.ts'
import type { Predicate } from '../label-selector.ts'
import { parseRevision, type WatchOptions, watchOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'
import { selection } from './select.ts'

/** How often an idle watch that wants bookmarks gets one, and how long a watch lasts that does not say. */
const BOOKMARK_EVERY = 60_000
const LASTS_SECONDS = 1800

/** A watch of the target's collection, checked and ready to run. */
export function watch(cluster: Cluster, target: Target, query: URLSearchParams): Stream {
  const options = watchOptions(query)
  const holds = selection(target, query) ?? (() => true)
  if (options.resourceVersion) parseRevision(options.resourceVersion)
  return { open: sink => new Watch(cluster, target, options, holds, sink).start() }
}

class Watch {
  private readonly cluster: Cluster
  private readonly target: Target
  private readonly options: WatchOptions
  private readonly holds: Predicate
  private readonly sink: Sink
  private readonly cleanups: (() => void)[] = []
  private cancelBookmark = () => {}
  private isOver = false

  constructor(cluster: Cluster, target: Target, options: WatchOptions, holds: Predicate, sink: Sink) {
    this.cluster = cluster
    this.target = target
    this.options = options
    this.holds = holds
    this.sink = sink
  }

  /** What is there and the subscription to what comes are taken in one turn, so that nothing falls between them. */
  start(): () => void {
    const { store, clock } = this.cluster
    if (!this.sendPast() || this.isOver) return () => {}
    this.cleanups.push(store.subscribe(storageOf(this.target.kind), change => this.pass(change)))
    const seconds = this.options.timeoutSeconds || LASTS_SECONDS
    this.cleanups.push(clock.at(clock.now() + 1000 * seconds, () => this.finish()))
    if (this.options.bookmarks) this.bookmarkLater()
    return () => this.stop()
  }

  /** Current objects, or the changes since a revision. False when that revision is forgotten: the watch has ended with 410. */
  private sendPast(): boolean {
    const { store } = this.cluster
    const { resourceVersion, initialEvents } = this.options
    const from = Number(resourceVersion || 0)
    if (initialEvents || from === 0) {
      for (const object of this.current()) this.send('ADDED', object)
      if (initialEvents) this.bookmark({ 'k8s.io/initial-events-end': 'true' })
      return true
    }
    const changes = store.history.since(storageOf(this.target.kind), from)
    for (const change of changes ?? []) this.pass(change)
    if (!changes) this.expire(from)
    return changes !== undefined
  }

  private current(): KubeObject[] {
    return this.cluster.store.list(storageOf(this.target.kind), this.target.namespace).filter(this.holds)
  }

  private expire(from: number): void {
    const error = gone(`too old resource version: ${from} (${this.cluster.store.history.oldest()})`)
    this.sink.send({ type: 'ERROR', object: error.status })
    this.sink.end()
  }

  /** A change as this watch sees it: an object that enters the selection is ADDED, one that leaves it is DELETED. */
  private pass(change: Change): void {
    if (this.isOver || (this.target.namespace && change.object.metadata.namespace !== this.target.namespace)) return
    try {
      this.passSelected(change)
    } catch (error) {
      // What a watcher cannot be shown ends its watch; it is no failure of who wrote.
      this.stop()
      this.sink.end(error as Error)
    }
  }

  private passSelected(change: Change): void {
    const before = change.previous !== undefined && this.holds(change.previous)
    const after = change.type !== 'DELETED' && this.holds(change.object)
    if (after) this.send(before ? 'MODIFIED' : 'ADDED', change.object)
    else if (before) this.send('DELETED', change.type === 'DELETED' ? change.object : leaving(change))
  }

  private send(type: WatchEvent['type'], object: KubeObject): void {
    this.sink.send({ type, object: toServed(this.target.kind, object) })
  }

  private bookmarkLater(): void {
    const { clock } = this.cluster
    this.cancelBookmark = clock.at(clock.now() + BOOKMARK_EVERY, () => {
      this.bookmark()
      this.bookmarkLater()
    })
  }

  private bookmark(annotations?: Record<string, string>): void {
    const { kind } = this.target
    const metadata = { resourceVersion: String(this.cluster.store.revision), ...(annotations && { annotations }) }
    this.sink.send({ type: 'BOOKMARK', object: { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata } })
  }

  private finish(): void {
    if (this.options.bookmarks) this.bookmark()
    this.stop()
    this.sink.end()
  }

  private stop(): void {
    this.isOver = true
    this.cancelBookmark()
    for (const cleanup of this.cleanups.splice(0)) cleanup()
  }
}

/** The last state that the watch knew, under the revision of the change that took it out of the selection. */
function leaving({ previous, object }: Change): KubeObject {
  const resourceVersion = object.metadata.resourceVersion
  return { ...previous!, metadata: { ...previous!.metadata, resourceVersion } }
}
