/** `/metrics` (contract rollout 6.2), with labels that do not grow with the cluster: no series carries the name of an object except its own. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { EventNote } from '../../core/decision.ts'
import type { Ended } from '../../core/status/duration.ts'
import type { RequestCounts } from '../client/counts.ts'
import { attemptHistograms } from './attempts.ts'

export interface MetricSources {
  readonly version: string
  readonly requests: RequestCounts
  readonly queueDepths: () => { readonly [queue: string]: number }
  readonly droppedEvents: () => number
  readonly watchEvents: () => number
  readonly missedEvents: () => number
  readonly waitingRollouts: () => number
  readonly unshownWrites: () => number
}

export interface Metrics {
  /** Seconds that one pass took. */
  readonly passed: (seconds: number) => void
  readonly failed: (namespace: string) => void
  readonly event: (namespace: string, event: EventNote) => void
  readonly ended: (attempt: Ended) => void
  readonly render: () => Promise<string>
}

const reconcileBuckets = [0.01, 0.15, 0.25, 0.5, 1]

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const reconcile = new Histogram({
    name: 'rollout_reconcile',
    help: 'Rollout reconciliation performance.',
    buckets: reconcileBuckets,
    registers,
  })
  const errors = new Counter({
    name: 'rollout_reconcile_error',
    help: 'Error occurring during the rollout',
    labelNames: ['namespace'],
    registers,
  })
  const events = new Counter({
    name: 'rollout_events_total',
    help: 'The total number of rollout events',
    labelNames: ['namespace', 'type', 'reason'],
    registers,
  })
  registerSources(sources, registers)
  registerProcess(registers)
  return {
    passed: seconds => reconcile.observe(seconds),
    failed: namespace => errors.inc({ namespace }),
    event: (namespace, { type, reason }) => events.inc({ namespace, type, reason }),
    ended: attemptHistograms(registers),
    render: () => registry.metrics(),
  }
}

function registerSources(sources: MetricSources, registers: Registry[]): void {
  const build = new Gauge({
    name: 'build_info',
    help: 'A metric with a constant 1 value, labeled by version and runtime.',
    labelNames: ['version', 'runtime'],
    registers,
  })
  build.set({ version: sources.version, runtime: process.version }, 1)
  const info = new Gauge({
    name: 'argo_rollouts_controller_info',
    help: 'Running rollouts-controller version',
    labelNames: ['version'],
    registers,
  })
  info.set({ version: sources.version }, 1)
  gaugeOf('slipway_watch_events', 'Watch events received since the start.', sources.watchEvents, registers)
  gaugeOf(
    'slipway_missed_watch_events',
    'Objects whose cached state proved to be behind the API server.',
    sources.missedEvents,
    registers,
  )
  gaugeOf(
    'slipway_dropped_events',
    'Events about rollouts that could not be delivered.',
    sources.droppedEvents,
    registers,
  )
  gaugeOf(
    'slipway_waiting_rollouts',
    'Rollouts that have begun an update and are kept from going on because many others want something.',
    sources.waitingRollouts,
    registers,
  )
  gaugeOf(
    'slipway_unshown_writes',
    'Own writes of rollouts that the watch has not shown yet: how far the API server is behind.',
    sources.unshownWrites,
    registers,
  )
  new Gauge({
    name: 'workqueue_depth',
    help: 'Current depth of workqueue',
    labelNames: ['name'],
    registers,
    collect() {
      for (const [name, depth] of Object.entries(sources.queueDepths())) this.set({ name }, depth)
    },
  })
  new Counter({
    name: 'controller_clientset_k8s_request_total',
    help: 'Number of kubernetes requests executed during application reconciliation.',
    labelNames: ['kind', 'verb', 'status_code'],
    registers,
    collect() {
      this.reset()
      for (const { verb, resource, code, count } of sources.requests.all())
        this.inc({ kind: resource, verb, status_code: code }, count)
    },
  })
}

function registerProcess(registers: Registry[]): void {
  const cpu = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6
  gaugeOf('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.', cpu, registers)
  gaugeOf('process_resident_memory_bytes', 'Resident memory size in bytes.', () => process.memoryUsage.rss(), registers)
  gaugeOf('nodejs_heap_size_used_bytes', 'Heap in use in bytes.', () => process.memoryUsage().heapUsed, registers)
  const start = Math.round(Date.now() / 1000 - process.uptime())
  gaugeOf(
    'process_start_time_seconds',
    'Start time of the process since the unix epoch in seconds.',
    () => start,
    registers,
  )
}

function gaugeOf(name: string, help: string, value: () => number, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(value())
    },
  })
}
