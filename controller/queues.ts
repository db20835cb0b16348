/** The four kinds of work and who does them: `/metrics` names them so. */

import type { Rollout } from '../core/api/types.ts'
import type { Autoscalers } from './autoscalers/autoscalers.ts'
import { type Caches, isGone } from './cache/caches.ts'
import { messageOf } from './client/error.ts'
import type { ResourceName } from './client/path.ts'
import type { EventRecorder } from './events/recorder.ts'
import type { Expectations } from './expectations.ts'
import type { Foundation } from './foundation.ts'
import { gatherWorld } from './gather/gather.ts'
import { Templates } from './gather/templates.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { ControllerOptions } from './options.ts'
import type { Crowd } from './pass/crowd.ts'
import type { PassMemory } from './pass/memory.ts'
import { type PassOptions, pass } from './pass/pass.ts'
import { priorityOf } from './pass/priority.ts'
import { Queue } from './queue/queue.ts'
import { cleanService } from './services/clean.ts'
import type { Announcer } from './workload/announcer.ts'
import { movesCapacity } from './workload/capacity.ts'
import { sayObserved } from './workload/observed.ts'
import type { WorkloadResolver } from './workload/resolver.ts'
import type { WorkloadWatches } from './workload/watches.ts'

export interface Queues {
  readonly Rollouts: Queue
  readonly Services: Queue
  /** Which generation of its workload a Rollout is told of. */
  readonly Workloads: Queue
  /** What is said about that on the Deployment. */
  readonly Deployments: Queue
}

/** What the workers use; read when they work, since some of it is made later than the queues. */
export interface Workshop {
  readonly caches: Caches
  readonly recorder: EventRecorder
  readonly resolver: WorkloadResolver
  readonly watches: WorkloadWatches
  readonly autoscalers: Autoscalers
  readonly announcer: Announcer
  readonly expectations: Expectations
  readonly memory: PassMemory
  readonly metrics: Metrics
  readonly crowd: Crowd
  reflectorOf(resource: ResourceName): { restart(): void } | undefined
}

export function createQueues(options: ControllerOptions, foundation: Foundation, parts: Workshop): Queues {
  const { rolloutThreads = 10, serviceThreads = 10 } = options
  const { clock, client, log, mayWrite } = foundation
  const { caches, resolver } = parts
  const rollout = (key: string) => caches.rollouts.get(key)
  const failed = (key: string, error: unknown, failures: number) => {
    parts.metrics.failed(key.slice(0, key.indexOf('/')))
    log.warn(`${key}: ${messageOf(error)}`, { failures })
  }
  const passing = passOptions(foundation, parts)
  const Rollouts = new Queue({
    clock,
    concurrency: rolloutThreads,
    beginners: rolloutThreads,
    priority: key => priorityOf(rollout(key), change => parts.crowd.hasBegun(key, change)),
    work: key => pass(key, passing),
    onFailure: failed,
  })
  const Services = new Queue({
    clock,
    concurrency: serviceThreads,
    work: key => cleanService(key, { client, caches, mayWrite }),
    onFailure: failed,
  })
  const Workloads = new Queue({
    clock,
    concurrency: 10,
    work: key => parts.announcer.announce(key),
    onFailure: (...failure) => {
      failed(...failure)
      Rollouts.add(failure[0])
    },
  })
  const Deployments = new Queue({
    clock,
    concurrency: 10,
    work: key => sayObserved(key, { ...foundation, caches, resolver, watches: parts.watches }),
    onFailure: failed,
  })
  return { Rollouts, Services, Workloads, Deployments }
}

function passOptions(foundation: Foundation, parts: Workshop): PassOptions {
  const { client, engine } = foundation
  const { autoscalers, caches, crowd, recorder, resolver, expectations, memory } = parts
  const gathering = {
    caches,
    client,
    templates: new Templates(client),
    needs: engine.needs,
    resolve: resolver.resolve.bind(resolver),
    autoscalers: (rollout: Rollout) => autoscalers.of(rollout),
    crowd: () => crowd.state,
  }
  return {
    ...foundation,
    expectations,
    memory,
    crowd,
    rollout: key => caches.rollouts.get(key),
    awaitedUntil: rollout => (movesCapacity(rollout) ? autoscalers.awaitedUntil() : undefined),
    gather: (rollout, key) => gatherWorld(rollout, memory.observations(key), gathering),
    tell: (about, event) => recorder.tell(about, event),
    isGone: (resource, key, uid) => isGone(resource, key, uid, caches),
    onPass: seconds => {
      parts.metrics.passed(seconds)
      recorder.afterPass()
    },
    onEnd: attempt => parts.metrics.ended(attempt),
    refresh: resource => parts.reflectorOf(resource)?.restart(),
  }
}
