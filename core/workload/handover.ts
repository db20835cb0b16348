/**
 * Whose pods carry the traffic of an adopted Deployment: where capacity goes, between which bounds, and what holds it (users row 2, 4-F3, 4-G).
 * Read from what is observed in every pass; the one thing remembered is the condition WorkloadDrained: whether it was ever drained.
 */

import { HAND_BACK } from '../keys.ts'
import { type Fenceposts, fencepostsOf } from '../replicas/fenceposts.ts'
import { desiredReplicas } from '../spec.ts'
import { findCondition } from '../status/conditions.ts'
import type { AutoscalerView, Workload, World } from '../world.ts'
import { type Hold, holdOf } from './hold.ts'

export type Referenced = Extract<Workload, { readonly state: 'resolved' }>

export interface HandOver {
  /** `back`: the Rollout is being deleted, or its first version was aborted. */
  readonly direction: 'over' | 'back'
  /** `progressively`: both fleets together stay within the bounds. `onsuccess` runs two of them for a while. */
  readonly isBounded: boolean
  /** The Deployment once had no pods to give any more: it is no stable version to go back to. */
  readonly wasDrained: boolean
  /** No version of ours has been whole yet: the Deployment still is what is stable. */
  readonly isFirst: boolean
  readonly workload: Referenced
  /** spec.replicas of the Deployment. */
  readonly size: number
  /** Its pods, wanted or still there. */
  readonly pods: number
  readonly available: number
  /** N: the larger of the Rollout's size and what an autoscaler of it wishes for. */
  readonly wanted: number
  /** What an autoscaler that scales the Deployment wants of it; absent while it has not said so. */
  readonly rival?: number
  readonly fenceposts: Fenceposts
  /** Nothing is taken from the Deployment while this holds. */
  readonly hold?: Hold
}

/** Undefined where the size of the workload is nobody's business: no Deployment, or a mode that takes nothing and has taken nothing. */
export function handOverOf(world: World, replicas: number, isNewAttempt: boolean): HandOver | undefined {
  const { rollout, workload } = world
  const { kind, scaleDown = 'never' } = rollout.spec.workloadRef ?? {}
  const takes = scaleDown === 'onsuccess' || scaleDown === 'progressively'
  const isDeleted = rollout.metadata.deletionTimestamp !== undefined
  if (kind !== 'Deployment' || workload.state !== 'resolved' || workload.replicas === undefined) return undefined
  if (isDeleted ? !hasTaken(world) : !takes) return undefined
  const wasDrained = isDrainedOnce(world, workload.replicas)
  const isFirst = !wasDrained && !wasHealthy(world)
  const isAborted = rollout.status?.abort === true && isFirst && !isNewAttempt
  const wanted = Math.max(replicas, ...wishes(world, 'rollout'))
  return {
    direction: isDeleted || isAborted ? 'back' : 'over',
    isBounded: scaleDown === 'progressively',
    wasDrained,
    isFirst,
    workload,
    size: workload.replicas,
    ...podsOf(workload),
    wanted,
    ...rivalOf(world),
    fenceposts: boundsOf(world, wanted),
    ...holdOf({ world, wasDrained, size: workload.replicas, wanted }),
  }
}

/** The finalizer says that capacity was, or is about to be, taken. */
export function hasTaken({ rollout }: Pick<World, 'rollout'>): boolean {
  return rollout.metadata.finalizers?.includes(HAND_BACK) === true
}

/** A first version whose pods go back to the Deployment becomes stable at no time. */
export function isGivenUp(handOver: HandOver | undefined): boolean {
  return handOver?.direction === 'back'
}

/** Capacity is on its way, so that both fleets carry traffic. A Rollout that was whole does not wait for a Deployment that is held. */
export function isUnderWay(handOver: HandOver | undefined): handOver is HandOver {
  return handOver !== undefined && (handOver.direction === 'back' || handOver.isFirst)
}

/** A Rollout of upstream's has neither the condition nor the finalizer: an empty Deployment is then taken for a drained one. */
function isDrainedOnce(world: World, size: number): boolean {
  const condition = findCondition(world.rollout.status?.conditions ?? [], 'WorkloadDrained')
  if (!condition) return size === 0 && !hasTaken(world)
  return condition.status === 'True' || condition.reason === 'DoubleFleet'
}

/** The condition appears when it first is, upstream's too. From then on a Deployment that was not drained is a second fleet, and runs what an abort takes back. */
function wasHealthy({ rollout }: World): boolean {
  return findCondition(rollout.status?.conditions ?? [], 'Healthy') !== undefined
}

/** The Deployment has to be looked at live: capacity is moving, or may be. */
export function needsCounts(world: World): boolean {
  const handOver = handOverOf(world, desiredReplicas(world), false)
  return handOver !== undefined && !(handOver.direction === 'over' && handOver.wasDrained && handOver.pods === 0)
}

/** Pods of the Deployment that stand in for ours. */
export function borrowed(handOver: HandOver | undefined): number {
  return isUnderWay(handOver) ? handOver.pods : 0
}

/** How many pods of ours fit beside those of the Deployment; undefined where nothing bounds the two together. */
export function roomBeside(handOver: HandOver | undefined): number | undefined {
  if (!isUnderWay(handOver) || !handOver.isBounded) return undefined
  return handOver.wanted + handOver.fenceposts.surge - handOver.pods
}

/** Pods of a Deployment that it does not want any more and that are still there, where both fleets together are bounded. */
export function leaving(handOver: HandOver | undefined): number {
  return handOver?.isBounded ? handOver.pods - handOver.size : 0
}

/** What autoscalers want that can have it. */
function wishes({ autoscalers = [] }: World, of: AutoscalerView['target']): readonly number[] {
  return autoscalers.flatMap(({ target, isAble, desiredReplicas }) =>
    target === of && isAble && desiredReplicas !== undefined ? [desiredReplicas] : [],
  )
}

/** An autoscaler switches itself off at a Deployment of 0, and says 0 until it has looked again: no wish. */
function rivalOf(world: World): { readonly rival?: number } {
  const rival = Math.max(0, ...wishes(world, 'workload'))
  return rival > 0 ? { rival } : {}
}

/** Counts of an older generation do not know a smaller size yet; more pods than wanted are on their way out and still there. */
function podsOf({ replicas = 0, counts }: Referenced) {
  if (!counts) return { pods: replicas, available: replicas }
  return { pods: Math.max(replicas, counts.replicas), available: Math.min(replicas, counts.availableReplicas) }
}

/** Of a blue-green Rollout, which knows no surge of its own, the API's default for a canary, and no pod may be missing. */
function boundsOf({ rollout }: World, wanted: number): Fenceposts {
  if (!rollout.spec.strategy?.blueGreen) return fencepostsOf(rollout, wanted)
  return { surge: Math.ceil(wanted / 4), unavailable: 0 }
}

/** The Deployment has all its pods again. */
export function isHandedBack(handOver: HandOver): boolean {
  return handOver.size >= backSize(handOver) && handOver.available >= backSize(handOver)
}

/** Never less than it has. An autoscaler that scales the Deployment has the say as soon as there is a pod to scale, and it has said something. */
export function backSize({ size, wanted, rival = wanted }: HandOver): number {
  return Math.max(size, size > 0 ? rival : wanted)
}

/** What may be missing while capacity moves: something only where there is no surge to use. */
export function slackOf({ fenceposts: { surge, unavailable } }: HandOver): number {
  return surge > 0 ? 0 : unavailable
}
