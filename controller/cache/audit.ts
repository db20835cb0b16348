/**
 * Compares a few cached objects with the API server (users 4-B5): a watch event that never came leaves a wrong count that nothing would
 * repair. What differs may only be on its way, so it is judged once the watch has had its time.
 */
import { metadataOnly } from '../client/accept.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { isCode, messageOf } from '../client/error.ts'
import { pathOf, type Resource } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/** One watched resource. */
export interface Watched {
  readonly resource: Resource
  /** `namespace/name` of what the cache holds. */
  readonly keys: () => Iterable<string>
  /** resourceVersion of an object as the cache holds it. */
  readonly version: (key: string) => string | undefined
  /** Reads everything again. */
  readonly reread: () => void
}

export interface AuditOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly watched: readonly Watched[]
}

const sampleSize = 5
/** How long a watch may take to bring what a live read has shown. */
const patience = 30_000

export class Audit {
  /** Objects whose cached state proved to be behind. */
  missed = 0
  private readonly options: AuditOptions
  /** Where the next sample of a resource begins: every object gets its turn. */
  private readonly next = new Map<Watched, number>()
  private cancel = () => {}

  constructor(options: AuditOptions) {
    this.options = options
  }

  /** Reads the next sample. A read that fails says nothing about the cache. */
  async look(): Promise<void> {
    const suspects = (await Promise.all(this.options.watched.map(each => this.sample(each)))).flat()
    if (suspects.length === 0) return
    const { clock } = this.options
    this.cancel = clock.at(clock.now() + patience, () => this.judge(suspects))
  }

  stop(): void {
    this.cancel()
  }

  private async sample(watched: Watched): Promise<readonly Suspect[]> {
    const all = [...watched.keys()]
    const begin = this.next.get(watched) ?? 0
    const start = begin < all.length ? begin : 0
    this.next.set(watched, start + sampleSize)
    const keys = all.slice(start, start + sampleSize)
    const found = await Promise.all(keys.map(key => this.suspect(watched, key)))
    return found.filter(suspect => suspect !== undefined)
  }

  private async suspect(watched: Watched, key: string): Promise<Suspect | undefined> {
    const { client, log } = this.options
    try {
      const live = await liveVersion(client, watched.resource, key)
      const version = watched.version(key)
      return version === undefined || version === live ? undefined : { watched, key, version }
    } catch (error) {
      log.debug(`comparing ${watched.resource.kind} ${key}: ${messageOf(error)}`)
      return undefined
    }
  }

  private judge(suspects: readonly Suspect[]): void {
    const behind = suspects.filter(({ watched, key, version }) => watched.version(key) === version)
    this.missed += behind.length
    for (const { watched, key } of behind) {
      this.options.log.warn(`the cache is behind for ${watched.resource.kind} ${key}; reading everything again`)
    }
    for (const watched of new Set(behind.map(suspect => suspect.watched))) watched.reread()
  }
}

interface Suspect {
  readonly watched: Watched
  readonly key: string
  /** What the cache held although the API server had another one. */
  readonly version: string
}

/** Undefined when the object has gone. */
async function liveVersion(client: Client, resource: Resource, key: string): Promise<string | undefined> {
  const [namespace = '', name = ''] = key.split('/')
  try {
    const path = pathOf(resource, { namespace, name })
    const { metadata } = await client.request<KubeObject>({ method: 'GET', path, accept: metadataOnly })
    return metadata.resourceVersion
  } catch (error) {
    if (isCode(error, 404)) return undefined
    throw error
  }
}
