/** One supervised metadata watch for each kind of workload that some Rollout references, begun on first use (users 4-G7, G8). */
import { workloadKey } from '../cache/caches.ts'
import { projectWorkload, type WorkloadMeta } from '../cache/project.ts'
import { Reflector } from '../cache/reflector.ts'
import { Store } from '../cache/store.ts'
import type { Client } from '../client/client.ts'
import type { Resource, ResourceName } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

export interface WorkloadWatchOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly namespace?: string | undefined
  /** A workload appeared, changed its generation, began to go, or went. The key is that of the `workload` index of Rollouts. */
  readonly onChange: (workloadKey: string) => void
}

export interface WorkloadWatch {
  readonly store: Store<WorkloadMeta>
  readonly reflector: Reflector<WorkloadMeta>
}

export class WorkloadWatches {
  private readonly options: WorkloadWatchOptions
  private readonly watches = new Map<string, WorkloadWatch>()

  constructor(options: WorkloadWatchOptions) {
    this.options = options
  }

  get(resource: Resource): WorkloadWatch | undefined {
    return this.watches.get(resource.plural)
  }

  /** By the name of the resource, for expectations; undefined while nobody watches it. */
  byName(name: ResourceName): WorkloadWatch | undefined {
    return this.watches.get(name)
  }

  /** Begins to watch unless that is done already; does not wait for it. */
  ensure(resource: Resource): WorkloadWatch {
    const known = this.watches.get(resource.plural)
    if (known) return known
    const { onChange, ...common } = this.options
    const store = new Store<WorkloadMeta>({})
    store.onChange((key, before, after) => {
      if (!isSame(before, after)) onChange(workloadKey(resource, ...(key.split('/') as [string, string])))
    })
    const reflector = new Reflector({ ...common, resource, metadataOnly: true, store, project: projectWorkload })
    const watch = { store, reflector }
    this.watches.set(resource.plural, watch)
    reflector.start()
    return watch
  }

  all(): readonly WorkloadWatch[] {
    return [...this.watches.values()]
  }

  stop(): void {
    for (const { reflector } of this.watches.values()) reflector.stop()
  }
}

function isSame(a: WorkloadMeta | undefined, b: WorkloadMeta | undefined): boolean {
  return a?.uid === b?.uid && a?.generation === b?.generation && a?.deleting === b?.deleting
}
