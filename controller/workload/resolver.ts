/**
 * Where a Rollout's pod template comes from (contract rollout 10). The resolved template is part of the world and of nothing else:
 * it has no way into a stored object (users 4-G9).
 */
import type { Rollout } from '../../core/api/types.ts'
import type { Workload } from '../../core/world.ts'
import { workloadKey } from '../cache/caches.ts'
import type { WorkloadMeta } from '../cache/project.ts'
import { isAtLeast } from '../cache/store.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, type Resource } from '../client/path.ts'
import { kindOf, notFoundText, type RawWorkload, type WorkloadKind, type WorkloadReference } from './kinds.ts'
import { type Known, knownFrom } from './view.ts'
import type { WorkloadWatch } from './watches.ts'

/** How new it has to be: of the workload's generation, or of its last change of any kind, since pods change no generation. */
export type Freshness = 'generation' | 'counts'

/** What is known of workloads without asking; a rehearsal knows nothing. */
export interface KnownWorkloads {
  ensure(resource: Resource): {
    readonly store: Pick<WorkloadWatch['store'], 'get'>
    readonly reflector: Pick<WorkloadWatch['reflector'], 'hasSynced'>
  }
}

export class WorkloadResolver {
  private readonly client: Client
  private readonly watches: KnownWorkloads
  private readonly views = new Map<string, Known>()
  private readonly doubts = new Set<string>()
  private readonly onLearnt: (indexed: string) => void

  /** `onLearnt` is told of each workload that was read. */
  constructor(client: Client, watches: KnownWorkloads, onLearnt: (indexed: string) => void = () => {}) {
    this.client = client
    this.watches = watches
    this.onLearnt = onLearnt
  }

  /** Throws only what may go away by itself: the API server could not be asked. */
  async resolve({ metadata, spec }: Rollout, freshness: Freshness = 'generation'): Promise<Workload> {
    if (!spec.workloadRef) return { state: 'inline' }
    const { apiVersion = '', kind = '', name = '' } = spec.workloadRef
    const reference = { apiVersion, kind, name }
    const workload = kindOf(reference)
    if (typeof workload === 'string') return unusable(workload)
    return this.look(workload, reference, `${metadata.namespace}/${name}`, freshness)
  }

  /** The generation that the watch shows; undefined while that is not known. */
  generationOf(namespace: string, reference: WorkloadReference): number | undefined {
    const kind = kindOf(reference)
    if (typeof kind === 'string') return undefined
    return this.watches.ensure(kind.resource).store.get(`${namespace}/${reference.name}`)?.generation
  }

  /** As of the last look, by the key of the `workload` index. */
  known(indexed: string): Known | undefined {
    return this.views.get(indexed)
  }

  /** The answer to a write is as good as a look; answers may overtake each other. */
  learn(kind: WorkloadKind, indexed: string, object: RawWorkload): Workload {
    const known = knownFrom(kind, object)
    if (!known) return unusable(`${kind.resource.kind} has no pod template`)
    const kept = this.keep(indexed, known)
    if (kept === known) this.onLearnt(indexed)
    return kept.workload
  }

  /** A write of ours has failed, and nobody knows whether it has landed. */
  doubt(indexed: string): void {
    if (this.views.has(indexed)) this.doubts.add(indexed)
  }

  /** Reads again what is in doubt; `key` is `namespace/name`. Throws what the API server answers. */
  async clearDoubt(kind: WorkloadKind, key: string, indexed: string): Promise<void> {
    if (!this.doubts.has(indexed)) return
    const [namespace, name] = key.split('/') as [string, string]
    const object = await this.read(kind, { namespace, name })
    const known = knownFrom(kind, object)
    // Nobody is told: who asks is about to look.
    if (known) this.keep(indexed, known)
    this.doubts.delete(indexed)
  }

  /** No Rollout references the workload any more. */
  forget(indexed: string): void {
    this.views.delete(indexed)
    this.doubts.delete(indexed)
  }

  private async look(
    kind: WorkloadKind,
    reference: WorkloadReference,
    key: string,
    freshness: Freshness,
  ): Promise<Workload> {
    const { store, reflector } = this.watches.ensure(kind.resource)
    const seen = store.get(key)
    if (reflector.hasSynced && !seen) return { state: 'missing', message: notFoundText(kind, key) }
    const [namespace, name] = key.split('/') as [string, string]
    const indexed = workloadKey(reference, namespace, name)
    const known = this.views.get(indexed)
    // A watch that cannot be opened blocks nobody: until it has synced, the workload is read each time.
    if (reflector.hasSynced && known && isFresh(known, seen, freshness)) return known.workload
    return this.fetch(kind, { namespace, name }, indexed)
  }

  /** The newer of what was known and this. */
  private keep(indexed: string, known: Known): Known {
    const before = this.views.get(indexed)
    if (before && isNewer(before, known)) return before
    this.views.set(indexed, known)
    return known
  }

  private read(kind: WorkloadKind, at: { readonly namespace: string; readonly name: string }): Promise<RawWorkload> {
    return this.client.request({ method: 'GET', path: pathOf(kind.resource, at) })
  }

  private async fetch(
    kind: WorkloadKind,
    at: { readonly namespace: string; readonly name: string },
    indexed: string,
  ): Promise<Workload> {
    try {
      return this.learn(kind, indexed, await this.read(kind, at))
    } catch (error) {
      if (isCode(error, 404)) return { state: 'missing', message: notFoundText(kind, `${at.namespace}/${at.name}`) }
      throw error
    }
  }
}

function isNewer(a: Known, b: Known): boolean {
  return a.workload.uid === b.workload.uid && !isAtLeast(b.resourceVersion, a.resourceVersion)
}

/** A live read may be ahead of the watch. */
function isFresh({ workload, resourceVersion }: Known, seen: WorkloadMeta | undefined, freshness: Freshness): boolean {
  if (seen?.uid !== workload.uid) return false
  if (isAtLeast(resourceVersion, seen.resourceVersion)) return true
  return freshness === 'generation' && seen.generation === workload.generation && seen.deleting === workload.deleting
}

function unusable(message: string): Workload {
  return { state: 'unusable', message }
}
