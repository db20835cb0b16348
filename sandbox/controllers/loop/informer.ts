/**
 * A cache of one resource, filled by list and watch alone. Our own writes are not put into it: `expect` notes them, and
 * `isFresh` is false until the watch has shown them, so that no controller counts without what it has just made.
 */
import { type Api, ApiError, type KubeObject, type WatchEvent } from '../../api.ts'
import type { Clock } from '../../clock/clock.ts'
import { apiVersionOf, keyOf, pathOf, type Resource } from './resource.ts'

export type Change = (object: KubeObject, before: KubeObject | undefined, gone: boolean) => void

const FIRST_RETRY = 100
const LONGEST_RETRY = 30_000

export class Informer {
  readonly resource: Resource
  synced = false
  private readonly api: Api
  private readonly clock: Clock
  private readonly objects = new Map<string, KubeObject>()
  /** The newest version that the watch has shown, and the newest that a write of ours was answered with. */
  private seen = 0
  private written = 0
  /** Uids of objects that we deleted and that are still shown as they were, by key. */
  private readonly deleted = new Map<string, string>()
  private readonly listeners: Change[] = []
  private readonly waiting: (() => void)[] = []
  private failures = 0
  private stopped = false
  private cancel: () => void = () => {}

  constructor(api: Api, clock: Clock, resource: Resource) {
    this.api = api
    this.clock = clock
    this.resource = resource
    void this.run()
  }

  get(key: string): KubeObject | undefined {
    return this.objects.get(key)
  }

  list(namespace?: string): KubeObject[] {
    const all = [...this.objects.values()]
    return namespace === undefined ? all : all.filter(object => object.metadata.namespace === namespace)
  }

  /** Tells of every object that is known, now and later. */
  onChange(listener: Change): void {
    this.listeners.push(listener)
    for (const object of this.objects.values()) listener(object, undefined, false)
  }

  /** Notes a write: `object` is what the server answered. */
  expect(object: KubeObject): void {
    this.written = Math.max(this.written, Number(object.metadata.resourceVersion))
  }

  /** Notes a deletion of a cached object. Its version is not known, so a deletionTimestamp or absence has to show it. */
  expectDeleted(object: KubeObject): void {
    this.deleted.set(keyOf(object), object.metadata.uid)
    this.forgetShown(keyOf(object))
  }

  isFresh(): boolean {
    return this.synced && this.seen >= this.written && this.deleted.size === 0
  }

  /** Resolves once the cache has everything that we wrote. */
  fresh(): Promise<void> {
    return this.isFresh() || this.stopped ? Promise.resolve() : new Promise(resolve => this.waiting.push(resolve))
  }

  stop(): void {
    this.stopped = true
    this.cancel()
    this.wake()
  }

  private async run(): Promise<void> {
    if (this.stopped) return
    try {
      const list = await this.api.request({ method: 'GET', path: pathOf(this.resource) })
      if (this.stopped) return
      this.replace(list.items ?? [], Number(list.metadata.resourceVersion))
      this.failures = 0
      this.follow(String(list.metadata.resourceVersion))
    } catch (error) {
      // A kind that is not served (yet) has no objects; nobody should wait for them.
      if (error instanceof ApiError && error.code === 404) this.replace([], this.written)
      this.retry()
    }
  }

  private retry(): void {
    if (this.stopped) return
    const wait = Math.min(FIRST_RETRY * 2 ** this.failures++, LONGEST_RETRY)
    this.cancel = this.clock.at(this.clock.now() + wait, () => void this.run())
  }

  /** Watches from a version on; a watch that ends is taken up again where it ended, one that fails starts over with a list. */
  private follow(from: string): void {
    let version = from
    let broken = false
    let over = false
    const stop = this.api.watch(
      `${pathOf(this.resource)}?watch=true&resourceVersion=${version}`,
      event => {
        if (over || this.stopped) return
        if (event.type === 'ERROR') broken = true
        else {
          version = String(event.object.metadata.resourceVersion)
          this.seen = Math.max(this.seen, Number(version))
          if (event.type !== 'BOOKMARK') this.see(event)
          this.wake()
        }
      },
      error => {
        if (over || this.stopped) return
        over = true
        if (broken || error) this.retry()
        // At once: a virtual clock may wait for this cache before it runs anything.
        else queueMicrotask(() => !this.stopped && this.follow(version))
      },
    )
    this.cancel = () => {
      over = true
      stop()
    }
  }

  private replace(items: readonly KubeObject[], version: number): void {
    const left = new Set(this.objects.keys())
    // Items of a list carry neither apiVersion nor kind.
    const typed = { apiVersion: apiVersionOf(this.resource), kind: this.resource.kind }
    this.synced = true
    this.deleted.clear()
    this.seen = version
    for (const item of items) {
      left.delete(keyOf(item))
      if (this.get(keyOf(item))?.metadata.resourceVersion !== item.metadata.resourceVersion)
        this.see({ type: 'MODIFIED', object: { ...item, ...typed } })
    }
    for (const key of left) this.see({ type: 'DELETED', object: this.objects.get(key)! })
    this.wake()
  }

  private see({ type, object }: WatchEvent): void {
    const key = keyOf(object)
    const before = this.objects.get(key)
    if (type === 'DELETED') this.objects.delete(key)
    else this.objects.set(key, object)
    this.forgetShown(key)
    for (const listener of this.listeners) listener(object, before, type === 'DELETED')
  }

  private forgetShown(key: string): void {
    const cached = this.objects.get(key)
    const isShown = cached?.metadata.uid !== this.deleted.get(key) || cached?.metadata.deletionTimestamp !== undefined
    if (isShown) this.deleted.delete(key)
  }

  private wake(): void {
    if (!this.isFresh() && !this.stopped) return
    for (const resolve of this.waiting.splice(0)) resolve()
  }
}
