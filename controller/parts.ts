/** What a controller consists of, connected. Nothing here starts anything. */
import type { Rollout } from '../core/api/types.ts'
import { Audit } from './cache/audit.ts'
import { type Caches, createCaches, keyOf, watchedBy, workloadKeys } from './cache/caches.ts'
import type { Reflector } from './cache/reflector.ts'
import type { Client } from './client/client.ts'
import type { ResourceName } from './client/path.ts'
import { EventRecorder } from './events/recorder.ts'
import { Expectations } from './expectations.ts'
import type { Foundation } from './foundation.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import type { ControllerOptions } from './options.ts'
import { PassMemory } from './pass/memory.ts'
import { createQueues, type Queues } from './queues.ts'
import { version } from './version.ts'
import { generationToAnnounce } from './workload/announcer.ts'
import { WorkloadResolver } from './workload/resolver.ts'
import { WorkloadWatches } from './workload/watches.ts'

export class Parts {
  readonly caches: Caches
  readonly watches: WorkloadWatches
  readonly resolver: WorkloadResolver
  readonly expectations: Expectations
  readonly audit: Audit
  readonly memory = new PassMemory()
  readonly recorder: EventRecorder
  readonly queues: Queues
  readonly metrics: Metrics

  constructor(options: ControllerOptions, foundation: Foundation) {
    const { client, clock, log } = foundation
    const { namespace, instanceId = '' } = options
    this.caches = createCaches({ client, clock, log, namespace, instanceId })
    this.watches = new WorkloadWatches({ client, clock, log, namespace, onChange: key => this.workloadChanged(key) })
    this.resolver = new WorkloadResolver(client, this.watches)
    this.audit = new Audit({ client, clock, log, watched: watchedBy(this.caches) })
    this.expectations = new Expectations(clock, resource => this.versionOf(resource))
    this.recorder = new EventRecorder({
      client,
      clock,
      log,
      isBusy: () => this.queues.Rollouts.depth > 0,
      onEvent: (about, event) => this.metrics.event(about, event),
    })
    this.queues = createQueues(options, foundation, this)
    this.metrics = this.createMetrics(client)
  }

  /** Looks at a Rollout. The generation of its workload is told first; seeing that told is what brings the Rollout back here. */
  look(key: string): void {
    const rollout = this.caches.rollouts.get(key)
    if (rollout && generationToAnnounce(rollout, this.resolver) !== undefined) this.queues.Workloads.add(key)
    else this.queues.Rollouts.add(key)
  }

  /** The Rollout is gone. */
  forget(key: string, rollout: Rollout): void {
    for (const part of [this.queues.Rollouts, this.queues.Workloads, this.expectations, this.memory]) part.forget(key)
    for (const workload of workloadKeys(rollout)) this.forgetUnused(workload)
  }

  reflectors(): readonly Reflector<never>[] {
    const all = [...Object.values(this.caches.reflectors), ...this.watches.all().map(({ reflector }) => reflector)]
    return all as readonly object[] as readonly Reflector<never>[]
  }

  reflectorOf(resource: ResourceName): { restart(): void } | undefined {
    return resource in this.caches.reflectors
      ? this.caches.reflectors[resource as keyof Caches['reflectors']]
      : this.watches.byName(resource)?.reflector
  }

  private workloadChanged(workload: string): void {
    for (const rollout of this.caches.rollouts.by('workload', workload)) this.look(keyOf(rollout))
    this.forgetUnused(workload)
  }

  private forgetUnused(workload: string): void {
    if (this.caches.rollouts.by('workload', workload).length === 0) this.resolver.forget(workload)
  }

  /** The version that the watch of a resource has reached; what nobody watches is always up to date. */
  private versionOf(resource: ResourceName): string {
    const { rollouts, replicaSets, services } = this.caches
    const watched: { readonly [resource: string]: { readonly version: string } } = {
      rollouts,
      services,
      replicasets: replicaSets,
    }
    return (watched[resource] ?? this.watches.byName(resource)?.store)?.version ?? unwatched
  }

  private createMetrics(client: Client): Metrics {
    return createMetrics({
      version,
      requests: client.counts,
      queueDepths: () => Object.fromEntries(Object.entries(this.queues).map(([name, queue]) => [name, queue.depth])),
      droppedEvents: () => this.recorder.dropped,
      missedEvents: () => this.audit.missed,
      watchEvents: () => this.reflectors().reduce((sum, { events }) => sum + events, 0),
    })
  }
}

const unwatched = '9'.repeat(30)
