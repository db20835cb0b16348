/**
 * Where a Rollout's pod template comes from (contract rollout 10). The resolved template is part of the world and of nothing else:
 * it has no way into a stored object (users 4-G9).
 */
import type { Rollout } from '../../core/api/types.ts'
import { HASH } from '../../core/keys.ts'
import type { Workload } from '../../core/world.ts'
import { workloadKey } from '../cache/caches.ts'
import { deepFreeze } from '../cache/freeze.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, type Resource } from '../client/path.ts'
import { kindOf, notFoundText, type RawWorkload, type WorkloadKind, type WorkloadReference } from './kinds.ts'
import type { WorkloadWatch } from './watches.ts'

type Resolved = Workload & { readonly state: 'resolved' }

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
  private readonly resolved = new Map<string, Resolved>()

  constructor(client: Client, watches: KnownWorkloads) {
    this.client = client
    this.watches = watches
  }

  /** Throws only what may go away by itself: the API server could not be asked. */
  async resolve({ metadata, spec }: Rollout): Promise<Workload> {
    if (!spec.workloadRef) return { state: 'inline' }
    const { apiVersion = '', kind = '', name = '' } = spec.workloadRef
    const reference = { apiVersion, kind, name }
    if (hasTemplate(spec.template)) return unusable('template must be empty for workload reference rollout')
    const workload = kindOf(reference)
    return typeof workload === 'string' ? unusable(workload) : this.look(workload, reference, metadata.namespace)
  }

  /** The generation that the watch shows; undefined while that is not known. */
  generationOf(namespace: string, reference: WorkloadReference): number | undefined {
    const kind = kindOf(reference)
    if (typeof kind === 'string') return undefined
    return this.watches.ensure(kind.resource).store.get(`${namespace}/${reference.name}`)?.generation
  }

  /** No Rollout references the workload any more. */
  forget(key: string): void {
    this.resolved.delete(key)
  }

  private async look(kind: WorkloadKind, reference: WorkloadReference, namespace: string): Promise<Workload> {
    const { store, reflector } = this.watches.ensure(kind.resource)
    const key = `${namespace}/${reference.name}`
    const seen = store.get(key)
    if (reflector.hasSynced && !seen) return { state: 'missing', message: notFoundText(kind, key) }
    const indexed = workloadKey(reference, namespace, reference.name)
    const known = this.resolved.get(indexed)
    if (known && seen?.uid === known.uid && seen.generation === known.generation && seen.deleting === known.deleting) {
      return known
    }
    // A watch that cannot be opened blocks nobody: until it has synced, the workload is read each time.
    return this.fetch(kind, key, indexed)
  }

  private async fetch(kind: WorkloadKind, key: string, indexed: string): Promise<Workload> {
    const [namespace, name] = key.split('/') as [string, string]
    try {
      const object = await this.client.request<RawWorkload>({
        method: 'GET',
        path: pathOf(kind.resource, { namespace, name }),
      })
      const workload = view(kind, object)
      if (workload.state === 'resolved') this.resolved.set(indexed, workload)
      return workload
    } catch (error) {
      if (isCode(error, 404)) return { state: 'missing', message: notFoundText(kind, key) }
      throw error
    }
  }
}

function view(kind: WorkloadKind, object: RawWorkload): Workload {
  const template = kind.template(object)
  if (!template) return unusable(`${kind.resource.kind} has no pod template`)
  const selector = kind.selector(object)
  const { replicas } = object.spec ?? {}
  return deepFreeze({
    state: 'resolved',
    uid: object.metadata.uid,
    template: withoutHash(template),
    generation: object.metadata.generation ?? 0,
    deleting: object.metadata.deletionTimestamp !== undefined,
    ...(selector ? { selector } : {}),
    ...(replicas === undefined ? {} : { replicas }),
  })
}

/** A template that somebody copied out of a ReplicaSet carries that one's hash; it would select nothing of ours (users 4-G12). */
function withoutHash(template: Resolved['template']): Resolved['template'] {
  const labels = template.metadata?.labels
  if (!labels || !(HASH in labels)) return template
  const { [HASH]: _, ...rest } = labels
  return { ...template, metadata: { ...template.metadata, labels: rest } }
}

function unusable(message: string): Workload {
  return { state: 'unusable', message }
}

/** Whether the user wrote a template beside the reference; `{}` and empty containers, which some tools render, do not count. */
function hasTemplate(template: Rollout['spec']['template']): boolean {
  const { labels = {}, annotations = {} } = template?.metadata ?? {}
  const { containers, ...rest } = template?.spec ?? {}
  return [labels, annotations, rest].some(part => Object.keys(part).length > 0) || (containers?.length ?? 0) > 0
}
