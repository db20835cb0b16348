/** One supervised metadata watch for each kind of workload that some Rollout references, begun on first use (users 4-G7, G8). */
import { workloadKey } from '../cache/caches.ts'
import { LazyWatch, type WatchOptions } from '../cache/lazy.ts'
import { projectWorkload, type WorkloadMeta } from '../cache/project.ts'
import { Reflector } from '../cache/reflector.ts'
import { Store } from '../cache/store.ts'
import { messageOf } from '../client/error.ts'
import { type Resource, type ResourceName, resources } from '../client/path.ts'

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
   * said there would hold Argo CD up for ever. Asked once, at the start.
   */
  async ensureObserved(): Promise<void> {
    if (this.byName('deployments')) return
    const { onChange: _, ...common } = this.options
    const store = new Store<WorkloadMeta>({})
    const { deployments: resource } = resources
    try {
      await new Reflector({ ...common, resource, metadataOnly: true, store, project: projectWorkload }).list()
      if ([...store.entries()].some(([, { isObserved }]) => isObserved)) this.ensure(resource)
    } catch (error) {
      common.log.warn(`conditions that may be left on Deployments are not looked for: ${messageOf(error)}`)
    }
  }

  all(): readonly WorkloadWatch[] {
    return [...this.watches.values()]
  }

  stop(): void {
    for (const { reflector } of this.watches.values()) reflector.stop()
  }
}

/** Appeared, changed its generation, began to go, or went. */
function isSame(a: WorkloadMeta | undefined, b: WorkloadMeta | undefined): boolean {
  return a?.uid === b?.uid && a?.generation === b?.generation && a?.deleting === b?.deleting
}
