/** What would happen, instant by instant: the controller's own decisions, interpreted in memory from the live objects. */
import { WORKLOAD_DRAINED } from '../../../core/keys.ts'
import type { Instant } from '../../../core/kube/time.ts'
import type { Cluster } from '../../../core/simulate/objects.ts'
import { type Act, type State, simulate } from '../../../core/simulate/simulate.ts'
import { clusterOf } from '../../../core/simulate/start.ts'
import type { World } from '../../../core/world.ts'
import { type Bounds, boundsAt, isWithin } from './bounds.ts'

export interface Row {
  /** Since the Rollout was created. Pods take no time to become ready here: the order is what counts. */
  readonly seconds: number
  readonly who: string
  /** Pods that exist. */
  readonly deployment: number
  readonly rollout: number
  readonly total: number
  readonly available: number
  readonly bounds?: Bounds
  readonly isWithin: boolean
  readonly event: string
}

export function forecast(world: World, now: Instant): readonly Row[] {
  const start = clusterOf(world, now)
  const states = simulate(start, world.autoscalers?.length ? [retarget] : [])
  return states.map((state, index) => rowOf(state, states[index - 1], start)).filter(isNews)
}

/** The team's last commit: whatever scaled the Deployment scales the Rollout. */
const retarget: Act = {
  name: 'autoscaler',
  run: cluster => ({
    ...cluster,
    autoscalers: (cluster.autoscalers ?? []).map(each => ({ ...each, target: 'rollout', isAble: true })),
  }),
}

function rowOf(state: State, before: State | undefined, start: Cluster): Row {
  const { cluster } = state
  const counts = countsOf(cluster)
  const bounds = boundsAt(cluster)
  return {
    seconds: Math.round((cluster.now - start.now) / 1000),
    who: who[state.cause] ?? state.cause,
    ...counts,
    ...(bounds && { bounds }),
    isWithin: !bounds || isWithin(bounds, counts, countsOf(start)),
    event: eventOf(state, before),
  }
}

const who: { readonly [cause: string]: string } = {
  start: 'team',
  pass: 'controller',
  pods: 'kubernetes',
  ready: 'pod',
  'workload ready': 'pod',
}

function countsOf({ workload, pods }: Cluster) {
  const { replicas = 0, counts } = workload.state === 'resolved' ? workload : {}
  const deployment = Math.max(replicas, counts?.replicas ?? 0)
  const available = Math.min(replicas, counts?.availableReplicas ?? replicas) + pods.filter(pod => pod.ready).length
  return { deployment, rollout: pods.length, total: deployment + pods.length, available }
}

function eventOf(state: State, before: State | undefined): string {
  if (!before) return 'the Rollout is created'
  if (state.cause === retarget.name) return 'its scaleTargetRef is the Rollout now'
  const [is, was] = [state, before].map(({ cluster }) => drainedOf(cluster))
  return [...scalingOf(state), ...toldBy(state), ...(is && is !== was ? [is] : [])].join('; ')
}

/** Events that every Rollout begins with tell nothing here. */
const usual = ['RolloutAddedToInformer', 'RolloutUpdated', 'NewReplicaSetCreated', 'RolloutNotCompleted']

function toldBy({ decision }: State): readonly string[] {
  const events = decision?.events ?? []
  return events.filter(({ reason }) => !usual.includes(reason)).map(({ message }) => message)
}

/** The Deployment's size is written without an event. */
function scalingOf({ decision, cluster }: State): readonly string[] {
  const isScaled = decision?.intents.some(intent => intent.do === 'patch' && intent.target.kind === 'Deployment')
  return isScaled && cluster.workload.state === 'resolved' ? [`Scaled Deployment to ${cluster.workload.replicas}`] : []
}

function drainedOf({ rollout }: Cluster): string | undefined {
  const found = rollout.status?.conditions?.find(({ type }) => type === WORKLOAD_DRAINED)
  return found && `${WORKLOAD_DRAINED} ${found.status}, ${found.reason}: ${found.message}`
}

/** Instants at which nothing that is shown has changed are left out. */
function isNews(row: Row, index: number, rows: readonly Row[]): boolean {
  const before = rows[index - 1]
  if (!before || row.event !== '' || !row.isWithin) return true
  return row.deployment !== before.deployment || row.rollout !== before.rollout || row.available !== before.available
}
