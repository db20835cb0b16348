/**
 * Series about single Rollouts, rendered from the cache when they are asked for: nothing is kept between two scrapes, and a Rollout
 * that went takes its series along. Names and labels are upstream's (contract rollout 6.2), those of a hand-over are ours.
 */
import type { Rollout } from '../../core/api/types.ts'
import type { Workload } from '../../core/world.ts'
import { doubleCapacity, drained } from './handover.ts'

const routers: readonly (readonly [field: string, label: string])[] = [
  ['alb', 'ALB'],
  ['ambassador', 'Ambassador'],
  ['istio', 'Istio'],
  ['nginx', 'Nginx'],
  ['smi', 'SMI'],
  ['appMesh', 'AppMesh'],
]

const phases: { readonly [reason: string]: string } = {
  NewReplicaSetAvailable: 'Completed',
  RolloutPaused: 'Paused',
  ReplicaSetCreateError: 'Error',
  ProgressDeadlineExceeded: 'Timeout',
  RolloutAborted: 'Abort',
}

interface Family {
  readonly name: string
  readonly help: string
  /** Undefined: this Rollout has no such series now. */
  readonly series: (
    rollout: Rollout,
    workload: Resolved | undefined,
  ) => { readonly labels: Labels; readonly value: number } | undefined
}

type Resolved = Extract<Workload, { readonly state: 'resolved' }>
type Labels = { readonly [name: string]: string }

const families: readonly Family[] = [
  {
    name: 'rollout_info',
    help: 'Information about rollout.',
    series: rollout => ({ labels: infoLabels(rollout), value: 1 }),
  },
  replicas('available', 'The number of available replicas per rollout.', ({ available }) => available),
  // The other counts say something new only while they differ from it; four series for each settled Rollout would say one thing.
  replicas(
    'unavailable',
    'The number of unavailable replicas per rollout.',
    ({ unavailable }) => unavailable || undefined,
  ),
  replicas('desired', 'The number of desired replicas per rollout.', ({ desired, available }) =>
    unless(desired, available),
  ),
  replicas('updated', 'The number of updated replicas per rollout.', ({ updated, available }) =>
    unless(updated, available),
  ),
  gauge(
    'slipway_double_capacity_pods',
    'Pods of an adopted workload that run although as many of the rollout are available.',
    doubleCapacity,
  ),
  gauge('slipway_workload_drained', 'Whether the rollout has taken over all pods of its workload.', drained),
]

interface Counts {
  readonly available: number
  readonly unavailable: number
  readonly desired: number
  readonly updated: number
}

function replicas(what: string, help: string, value: (counts: Counts) => number | undefined): Family {
  return gauge(`rollout_info_replicas_${what}`, help, rollout => value(countsOf(rollout)))
}

type Value = (rollout: Rollout, workload: Resolved | undefined) => number | undefined

function gauge(name: string, help: string, value: Value): Family {
  return {
    name,
    help,
    series: (rollout, workload) => {
      const number = value(rollout, workload)
      const { namespace, name: object } = rollout.metadata
      return number === undefined ? undefined : { labels: { namespace, name: object }, value: number }
    },
  }
}

const unless = (value: number, usual: number) => (value === usual ? undefined : value)

function countsOf({ spec, status }: Rollout): Counts {
  const available = status?.availableReplicas ?? 0
  return {
    available,
    unavailable: Math.max(0, (status?.replicas ?? 0) - available),
    desired: spec.replicas ?? 1,
    updated: status?.updatedReplicas ?? 0,
  }
}

function infoLabels({ metadata, spec, status }: Rollout): Labels {
  const { canary, blueGreen } = spec.strategy ?? {}
  const routing = (canary?.trafficRouting ?? {}) as { readonly [field: string]: unknown }
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    strategy: blueGreen ? 'blueGreen' : canary ? 'canary' : 'none',
    traffic_router: routers.find(([field]) => routing[field])?.[1] ?? '',
    phase: phaseOf(status),
  }
}

function phaseOf(status: Rollout['status']): string {
  const conditions = status?.conditions ?? []
  if (conditions.some(({ type }) => type === 'InvalidSpec')) return 'InvalidSpec'
  const progressing = conditions.find(({ type }) => type === 'Progressing')
  return phases[progressing?.reason ?? ''] ?? 'Progressing'
}

/** The exposition text of all series about Rollouts, in pieces. `workloadOf` is as of the last look at it. */
export function* renderRollouts(
  rollouts: () => Iterable<Rollout>,
  workloadOf: (rollout: Rollout) => Resolved | undefined,
): Iterable<string> {
  for (const { name, help, series } of families) {
    yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`
    for (const rollout of rollouts()) {
      const one = series(rollout, workloadOf(rollout))
      if (one) yield `${name}${renderLabels(one.labels)} ${one.value}\n`
    }
  }
}

function renderLabels(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`
}
