/**
 * A cache of one resource, filled by list and watch alone. Our own writes are not put into it: `expect` notes them, and
 * `isFresh` is false until the watch has shown them, so that no controller counts without what it has just made.
 */
import { type Api, ApiError, type KubeObject, type WatchEvent } from '../../api.ts'
import type { Clock } from '../../clock/clock.ts'
import { apiVersionOf, keyOf, pathOf, type Resource } from './resource.ts'

export type Change = (object: KubeObject, before: KubeObject | undefined, gone: boolean) => void

interface Expected {
  readonly uid: string
  /** The version that the write answered, or `gone` for a deletion: then a deletionTimestamp or absence is enough. */
  readonly version: number | 'gone'
}

const FIRST_RETRY = 100
const LONGEST_RETRY = 30_000

export class Informer {
  readonly resource: Resource
  synced = false
  private readonly api: Api
  private readonly clock: Clock
  private readonly objects = new Map<string, KubeObject>()
  private readonly expected = new Map<string, Expected>()
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

  expect(object: KubeObject, deleted = false): void {
    const entry: Expected = {
      uid: object.metadata.uid,
      version: deleted ? 'gone' : Number(object.metadata.resourceVersion),
    }
    if (this.synced && !this.isMet(keyOf(object), entry)) this.expected.set(keyOf(object), entry)
  }

  isFresh(): boolean {
    return this.synced && this.expected.size === 0
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
      this.replace(list.items ?? [])
      this.failures = 0
      this.follow(String(list.metadata.resourceVersion))
    } catch (error) {
      // A kind that is not served (yet) has no objects; nobody should wait for them.
      if (error instanceof ApiError && error.code === 404) this.replace([])
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
      `${pathOf(this.resource)}?watch=1&allowWatchBookmarks=true&resourceVersion=${version}`,
      event => {
        if (over || this.stopped) return
        if (event.type === 'ERROR') broken = true
        else {
          version = String(event.object.metadata.resourceVersion)
          if (event.type !== 'BOOKMARK') this.see(event)
        }
      },
      error => {
        if (over || this.stopped) return
        over = true
        if (broken || error) this.retry()
        else this.cancel = this.clock.at(this.clock.now(), () => this.follow(version))
      },
    )
    this.cancel = () => {
      over = true
      stop()
    }
  }

  private replace(items: readonly KubeObject[]): void {
    const left = new Set(this.objects.keys())
    // Items of a list carry neither apiVersion nor kind.
    const typed = { apiVersion: apiVersionOf(this.resource), kind: this.resource.kind }
    this.synced = true
    this.expected.clear()
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
    const expected = this.expected.get(key)
    if (expected && (this.isMet(key, expected) || type === 'DELETED')) this.expected.delete(key)
    for (const listener of this.listeners) listener(object, before, type === 'DELETED')
    if (this.isFresh()) this.wake()
  }

  private isMet(key: string, { uid, version }: Expected): boolean {
    const cached = this.objects.get(key)
    if (!cached) return version === 'gone'
    if (cached.metadata.uid !== uid) return version === 'gone' || Number(cached.metadata.resourceVersion) >= version
    if (version === 'gone') return cached.metadata.deletionTimestamp !== undefined
    return Number(cached.metadata.resourceVersion) >= version
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve()
  }
}
