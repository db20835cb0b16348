/** Makes the parts of a controller and connects them. Nothing here starts anything. */
import { type Caches, createCaches } from './cache/caches.ts'
import type { Client } from './client/client.ts'
import { messageOf } from './client/error.ts'
import type { ResourceName } from './client/path.ts'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'
import { EventRecorder } from './events/recorder.ts'
import { Expectations } from './expectations.ts'
import { gatherWorld } from './gather/gather.ts'
import { Templates } from './gather/templates.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics/metrics.ts'
import type { ControllerOptions } from './options.ts'
import { PassMemory } from './pass/memory.ts'
import { type PassOptions, pass } from './pass/pass.ts'
import { priorityOf } from './pass/priority.ts'
import { Queue } from './queue/queue.ts'
import { cleanService } from './services/clean.ts'
import { version } from './version.ts'
import { announceGeneration, generationToAnnounce } from './workload/announcer.ts'
import { WorkloadResolver } from './workload/resolver.ts'
import { WorkloadWatches } from './workload/watches.ts'

export interface Foundation {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly engine: Engine
  /** Throws when this process may no longer write. */
  readonly mayWrite: () => void
}

export type Parts = ReturnType<typeof assemble>

export function assemble(options: ControllerOptions, foundation: Foundation) {
  const { client, clock, log, mayWrite } = foundation
  const { namespace, instanceId = '' } = options
  const caches = createCaches({ client, clock, log, namespace, instanceId })
  const recorder = new EventRecorder({
    client,
    clock,
    log,
    isBusy: () => rollouts.depth > 0,
    onEvent: (about, event) => metrics.event(about, event),
  })
  const watches = new WorkloadWatches({ client, clock, log, namespace, onChange: key => workloadChanged(key) })
  const resolver = new WorkloadResolver(client, watches)
  const expectations = new Expectations(clock, resource => versionOf(resource, caches, watches))
  const memory = new PassMemory()
  const rollout = (key: string) => caches.rollouts.get(key)

  const passOptions = createPassOptions(options, foundation, {
    caches,
    recorder,
    watches,
    resolver,
    expectations,
    memory,
  })
  const failed = (key: string, error: unknown, failures: number) => {
    metrics.failed(key.slice(0, key.indexOf('/')))
    log.warn(`${key}: ${messageOf(error)}`, { failures })
  }
  const rollouts = new Queue({
    clock,
    concurrency: options.rolloutThreads ?? 10,
    priority: key => priorityOf(rollout(key)),
    work: key => timed(() => pass(key, passOptions), metrics.passed),
    onFailure: failed,
  })
  const services = new Queue({
    clock,
    concurrency: options.serviceThreads ?? 10,
    work: key => cleanService(key, { client, caches, mayWrite }),
    onFailure: failed,
  })
  const announcements = new Queue({
    clock,
    concurrency: 10,
    work: key => announceGeneration(key, { client, expectations, resolver, rollout, mayWrite }),
    onFailure: (key, error, failures) => {
      failed(key, error, failures)
      rollouts.add(key)
    },
  })
  const queues = { Rollouts: rollouts, Services: services, Workloads: announcements }
  const metrics = createMetrics({
    version,
    requests: client.counts,
    queueDepths: () => Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, queue.depth])),
    droppedEvents: () => recorder.dropped,
    watchEvents: () => reflectorsOf(caches, watches).reduce((sum, { events }) => sum + events, 0),
  })

  /** Looks at a Rollout. The generation of its workload is told first; seeing that told is what brings the Rollout back here. */
  function look(key: string): void {
    const current = rollout(key)
    if (current && generationToAnnounce(current, resolver) !== undefined) announcements.add(key)
    else rollouts.add(key)
  }

  function workloadChanged(workload: string): void {
    const users = caches.rollouts.by('workload', workload)
    if (users.length === 0) resolver.forget(workload)
    for (const { metadata } of users) look(`${metadata.namespace}/${metadata.name}`)
  }

  function forget(key: string): void {
    rollouts.forget(key)
    expectations.forget(key)
    memory.forget(key)
  }

  return { caches, recorder, watches, expectations, queues, metrics, look, forget }
}

export function reflectorsOf(caches: Caches, watches: WorkloadWatches) {
  return [...Object.values(caches.reflectors), ...watches.all().map(({ reflector }) => reflector)]
}

interface PassParts {
  readonly caches: Caches
  readonly recorder: EventRecorder
  readonly watches: WorkloadWatches
  readonly resolver: WorkloadResolver
  readonly expectations: Expectations
  readonly memory: PassMemory
}

function createPassOptions(options: ControllerOptions, foundation: Foundation, parts: PassParts): PassOptions {
  const { client, engine } = foundation
  const { caches, recorder, watches, resolver, expectations, memory } = parts
  const templates = new Templates(client)
  const gathering = {
    caches,
    client,
    templates,
    settings: { resyncSeconds: options.resync ?? 900 },
    needs: engine.needs,
    resolve: resolver.resolve.bind(resolver),
  }
  return {
    ...foundation,
    expectations,
    memory,
    rollout: key => caches.rollouts.get(key),
    gather: (rollout, key) => gatherWorld(rollout, memory.observations(key), gathering),
    tell: (about, event) => recorder.tell(about, event),
    isGone: (resource, key, uid) => isGone(resource, key, uid, caches),
    refresh: resource =>
      (resource in caches.reflectors
        ? caches.reflectors[resource as 'rollouts']
        : watches.byName(resource)?.reflector
      )?.restart(),
  }
}

function isGone(resource: ResourceName, key: string, uid: string, { replicaSets }: Caches): boolean {
  // Of the watched resources, only ReplicaSets are ever deleted by us.
  const left = resource === 'replicasets' ? replicaSets.get(key) : undefined
  return left?.uid !== uid || left.deletionTimestamp !== undefined
}

/** The version that the watch of a resource has reached; what nobody watches is always up to date. */
function versionOf(resource: ResourceName, caches: Caches, watches: WorkloadWatches): string {
  switch (resource) {
    case 'rollouts':
      return caches.rollouts.version
    case 'replicasets':
      return caches.replicaSets.version
    case 'services':
      return caches.services.version
    default:
      return watches.byName(resource)?.store.version ?? unwatched
  }
}

const unwatched = '9'.repeat(30)

async function timed<T>(work: () => Promise<T>, told: (seconds: number) => void): Promise<T> {
  const began = performance.now()
  try {
    return await work()
  } finally {
    told((performance.now() - began) / 1000)
  }
}
