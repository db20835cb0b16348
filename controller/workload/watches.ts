/** One supervised metadata watch for each kind of workload that some Rollout references, begun on first use (users 4-G7, G8). */
import { workloadKey } from '../cache/caches.ts'
import { LazyWatch, type WatchOptions } from '../cache/lazy.ts'
import { projectWorkload, type WorkloadMeta } from '../cache/project.ts'
import { Reflector } from '../cache/reflector.ts'
import { Store } from '../cache/store.ts'
import { busyFor, isCode, messageOf } from '../client/error.ts'
import { type Resource, type ResourceName, resources } from '../client/path.ts'
import { sleep } from '../clock.ts'

/** What an event says: the workload is another one than before, or only its status moved on. */
export type WorkloadChange = 'workload' | 'status'

export interface WorkloadWatchOptions extends WatchOptions {
  /** The key is that of the `workload` index of Rollouts. */
  readonly onChange: (workloadKey: string, change: WorkloadChange) => void
}

export type WorkloadWatch = LazyWatch<WorkloadMeta>

export class WorkloadWatches {
  private readonly options: WorkloadWatchOptions
  private readonly watches = new Map<string, WorkloadWatch>()
  private readonly stopping = new AbortController()

  constructor(options: WorkloadWatchOptions) {
    this.options = options
  }

  /** By the name of the resource; undefined while nobody watches it. */
  byName(name: ResourceName): WorkloadWatch | undefined {
    return this.watches.get(name)
  }

  /** Begins to watch unless that is done already; does not wait for it. */
  ensure(resource: Resource): WorkloadWatch {
    const known = this.watches.get(resource.plural)
    if (known) return known
    const { onChange, ...common } = this.options
    const watch = new LazyWatch({ ...common, resource, metadataOnly: true, indexes: {}, project: projectWorkload })
    watch.store.onChange((key, before, after) => {
      const workload = workloadKey(resource, ...(key.split('/') as [string, string]))
      onChange(workload, isSame(before, after) ? 'status' : 'workload')
    })
    this.watches.set(resource.plural, watch)
    return watch.begin()
  }

  /**
   * Begins to watch Deployments when one carries our condition although no Rollout refers to any: it went while no controller ran, and what is
   * said there would hold Argo CD up for ever. Asked at the start, until there is an answer; one that is forbidden is an answer.
   */
  async ensureObserved(): Promise<void> {
    const { clock, log } = this.options
    for (let failures = 1; !this.byName('deployments') && !this.stopping.signal.aborted; failures += 1) {
      try {
        if (await this.isSomeObserved()) this.ensure(resources.deployments)
        return
      } catch (error) {
        log.warn(`conditions that may be left on Deployments cannot be looked for: ${messageOf(error)}`)
        if (isCode(error, 403)) return
        await sleep(clock, busyFor(error) ?? Math.min(60_000, 1000 * 2 ** failures), this.stopping.signal)
      }
    }
  }

  private async isSomeObserved(): Promise<boolean> {
    const { onChange: _, ...common } = this.options
    const store = new Store<WorkloadMeta>({})
    const { deployments: resource } = resources
    await new Reflector({ ...common, resource, metadataOnly: true, store, project: projectWorkload }).list()
    return [...store.entries()].some(([, { isObserved }]) => isObserved)
  }

  all(): readonly WorkloadWatch[] {
    return [...this.watches.values()]
  }

  stop(): void {
    this.stopping.abort()
    for (const { reflector } of this.watches.values()) reflector.stop()
  }
}

/** Appeared, changed its generation, began to go, or went. */
function isSame(a: WorkloadMeta | undefined, b: WorkloadMeta | undefined): boolean {
  return a?.uid === b?.uid && a?.generation === b?.generation && a?.deleting === b?.deleting
}
