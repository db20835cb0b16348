/** What a controller consists of, connected. Nothing here starts anything. */
import type { Rollout } from '../core/api/types.ts'
import { Autoscalers } from './autoscalers/autoscalers.ts'
import type { Target } from './autoscalers/project.ts'
import { Audit } from './cache/audit.ts'
import { type Caches, createCaches, keyOf, watchedBy } from './cache/caches.ts'
import type { LazyWatch } from './cache/lazy.ts'
import type { Reflector } from './cache/reflector.ts'
import type { Client } from './client/client.ts'
import type { ResourceName } from './client/path.ts'
import { EventRecorder } from './events/recorder.ts'
import { Expectations } from './expectations.ts'
import type { Foundation } from './foundation.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import type { ControllerOptions } from './options.ts'
import { Crowd } from './pass/crowd.ts'
import { PassMemory } from './pass/memory.ts'
import { createQueues, type Queues } from './queues.ts'
import { version } from './version.ts'
import { Announcer } from './workload/announcer.ts'
import { movesCapacity } from './workload/capacity.ts'
import { deploymentOf, referenceTo } from './workload/observed.ts'
import { WorkloadResolver } from './workload/resolver.ts'
import { type WorkloadChange, WorkloadWatches } from './workload/watches.ts'

export class Parts {
  readonly caches: Caches
  readonly watches: WorkloadWatches
  readonly autoscalers: Autoscalers
  readonly resolver: WorkloadResolver
  readonly announcer: Announcer
  readonly expectations: Expectations
  readonly audit: Audit
  readonly memory = new PassMemory()
  readonly recorder: EventRecorder
  readonly queues: Queues
  readonly metrics: Metrics
  readonly crowd: Crowd

  constructor(options: ControllerOptions, foundation: Foundation) {
    const { client, clock, log } = foundation
    const { namespace, instanceId = '' } = options
    const watching = { client, clock, log, namespace }
    const isBusy = () => this.queues.Rollouts.load + this.crowd.waiting >= busyFrom
    this.crowd = new Crowd({
      clock,
      isBusy,
      newcomers: () => this.queues.Rollouts.newcomers,
      unshown: () => this.expectations.unshown('rollouts'),
    })
    this.caches = createCaches({ ...watching, instanceId })
    this.watches = new WorkloadWatches({ ...watching, onChange: (...change) => this.workloadChanged(...change) })
    this.autoscalers = new Autoscalers({
      ...watching,
      onChange: target => this.autoscalerChanged(target),
      onSynced: () =>
        this.lookAt([...this.caches.rollouts.entries()].map(([, rollout]) => rollout).filter(movesCapacity)),
    })
    this.resolver = new WorkloadResolver(client, this.watches, workload => this.sayObserved(workload))
    this.audit = new Audit({ client, clock, log, watched: watchedBy(this.caches) })
    this.expectations = new Expectations(clock, resource => this.versionOf(resource))
    this.announcer = new Announcer({
      ...foundation,
      expectations: this.expectations,
      resolver: this.resolver,
      rollout: key => this.caches.rollouts.get(key),
    })
    this.recorder = new EventRecorder({
      client,
      clock,
      log,
      isBusy,
      onEvent: (about, event) => this.metrics.event(about, event),
    })
    this.queues = createQueues(options, foundation, this)
    this.metrics = this.createMetrics(client)
  }

  /** Looks at a Rollout. The generation of its workload is told first; seeing that told is what brings the Rollout back here. */
  look(key: string): void {
    if (this.announcer.isDue(key)) this.queues.Workloads.add(key)
    else this.queues.Rollouts.add(key)
  }

  /** The Rollout is gone. */
  forget(key: string): void {
    const { Rollouts, Workloads } = this.queues
    for (const part of [Rollouts, Workloads, this.announcer, this.crowd, this.expectations, this.memory])
      part.forget(key)
  }

  /** Somebody began or ceased to refer to a workload, or knows another generation of it. */
  referred(workload: string): void {
    this.sayObserved(workload)
    if (this.caches.rollouts.by('workload', workload).length === 0) this.resolver.forget(workload)
  }

  reflectors(): readonly Reflector<never>[] {
    const lazy: readonly LazyWatch<never, never>[] = [...this.watches.all(), this.autoscalers.watch] as never
    const begun = lazy.filter(({ isBegun }) => isBegun).map(({ reflector }) => reflector)
    return [...Object.values(this.caches.reflectors), ...begun] as readonly object[] as readonly Reflector<never>[]
  }

  reflectorOf(resource: ResourceName): { restart(): void } | undefined {
    return resource in this.caches.reflectors
      ? this.caches.reflectors[resource as keyof Caches['reflectors']]
      : this.watches.byName(resource)?.reflector
  }

  /** Status changes no generation; who moves capacity has to know of every pod that comes or goes. */
  private workloadChanged(workload: string, change: WorkloadChange): void {
    const rollouts = this.caches.rollouts.by('workload', workload)
    this.lookAt(change === 'workload' ? rollouts : rollouts.filter(movesCapacity))
    this.referred(workload)
  }

  private sayObserved(workload: string): void {
    const deployment = deploymentOf(workload)
    if (deployment !== undefined) this.queues.Deployments.add(deployment)
  }

  private autoscalerChanged({ resource, key }: Target): void {
    const { rollouts } = this.caches
    const scaled = resource === 'deployments' ? rollouts.by('workload', referenceTo(key)) : [rollouts.get(key)]
    this.lookAt(scaled.filter(rollout => rollout !== undefined).filter(movesCapacity))
  }

  private lookAt(rollouts: readonly Rollout[]): void {
    for (const rollout of rollouts) this.look(keyOf(rollout))
  }

  /** The version that the watch of a resource has reached; what nobody watches, or cannot watch, is always up to date. */
  private versionOf(resource: ResourceName): string {
    const { rollouts, replicaSets, services } = this.caches
    const watched: { readonly [resource: string]: { readonly version: string } } = {
      rollouts,
      services,
      replicasets: replicaSets,
    }
    const lazy = this.watches.byName(resource)
    return (watched[resource] ?? (lazy?.reflector.hasSynced ? lazy.store : undefined))?.version ?? unwatched
  }

  private createMetrics(client: Client): Metrics {
    return createMetrics({
      version,
      requests: client.counts,
      queueDepths: () => Object.fromEntries(Object.entries(this.queues).map(([name, queue]) => [name, queue.depth])),
      droppedEvents: () => this.recorder.dropped,
      missedEvents: () => this.audit.missed,
      waitingRollouts: () => this.crowd.waiting,
      unshownWrites: () => this.expectations.unshown('rollouts'),
      watchEvents: () => this.reflectors().reduce((sum, { events }) => sum + events, 0),
    })
  }
}

/** Rollouts that want something at once: from here on events and counts wait. */
const busyFrom = 5

const unwatched = '9'.repeat(30)
