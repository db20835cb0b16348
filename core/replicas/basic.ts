/**
 * Sizes of a canary without a router: weight is a share of the pods, and every step towards it stays between
 * N - maxUnavailable and N + maxSurge (contract rollout 7.4). Pure arithmetic; rows of upstream's tables are in basic.test.ts.
 */
import type { Fenceposts } from './fenceposts.ts'
import { type Split, splitByWeight } from './split.ts'

/** spec.replicas and status.availableReplicas of a ReplicaSet. */
export interface Count {
  readonly spec: number
  readonly available: number
}

export interface BasicInput {
  readonly replicas: number
  readonly weight: number
  readonly maxWeight: number
  readonly fenceposts: Fenceposts
  readonly canary?: Count | undefined
  /** Absent when there is no stable ReplicaSet or when the canary is it. */
  readonly stable?: Count | undefined
  /** Sum of spec.replicas of all others. */
  readonly older: number
}

interface Limits {
  readonly most: number
  readonly leastAvailable: number
}

/** The sizes to ask for now; zero for a side that has no ReplicaSet. */
export function basicCounts(input: BasicInput): Split {
  const { replicas, canary, stable, fenceposts } = input
  const target: Split = stable
    ? splitByWeight(replicas, input.weight, input.maxWeight, fenceposts.surge)
    : { canary: replicas, stable: 0 }
  const limits = { most: replicas + fenceposts.surge, leastAvailable: replicas - fenceposts.unavailable }
  const grown = grow(input, target, limits.most)
  // Older ReplicaSets go first.
  if (input.older > 0) return grown
  const isIncreasing = !canary || target.canary >= canary.spec
  const removable = removableOf(canary, !isIncreasing) + removableOf(stable, isIncreasing)
  const surplus = removable - limits.leastAvailable
  if (surplus <= 0) return grown
  if (!isIncreasing) {
    const [drained, kept] = drain(
      canary,
      stable,
      shrink(canary, target.canary, surplus, grown.canary),
      grown.stable,
      limits,
    )
    return { canary: drained, stable: kept }
  }
  if (!stable) return grown
  const [drained, kept] = drain(
    stable,
    canary,
    shrink(stable, target.stable, surplus, grown.stable),
    grown.canary,
    limits,
  )
  return { canary: kept, stable: drained }
}

/** Stable grows first, the canary takes what room is left. */
function grow(input: BasicInput, target: Split, most: number): Split {
  const { canary, stable } = input
  const room = most - (canary?.spec ?? 0) - (stable?.spec ?? 0) - input.older
  const grownStable = grownSize(stable, target.stable, room)
  const used = grownStable - (stable?.spec ?? 0)
  return { canary: grownSize(canary, target.canary, room - used), stable: grownStable }
}

function grownSize(side: Count | undefined, target: number, room: number): number {
  if (!side) return 0
  return side.spec < target && room > 0 ? Math.min(target, side.spec + room) : side.spec
}

/** What a side contributes to availability: pods that are on their way out count for nothing, and the draining side is counted whole. */
function removableOf(side: Count | undefined, ignoresAvailability: boolean): number {
  if (!side) return 0
  return ignoresAvailability || side.spec < side.available ? side.spec : side.available
}

function shrink(side: Count | undefined, target: number, by: number, size: number): number {
  return side && side.spec > target ? Math.max(target, side.spec - by) : size
}

/** Brings both sides within surge, taking from `kept` first but never so much that availability would fall below the least. */
function drain(
  draining: Count | undefined,
  keeping: Count | undefined,
  drained: number,
  kept: number,
  limits: Limits,
): readonly [number, number] {
  if (!keeping) return [drained, kept]
  const trimmed = kept - Math.max(0, kept + drained - limits.most)
  const available = Math.min(draining?.available ?? 0, drained) + Math.min(keeping.available, trimmed)
  const lost = Math.max(0, keeping.available - trimmed)
  const settled = trimmed + Math.min(lost, Math.max(0, limits.leastAvailable - available))
  return [drained - Math.max(0, settled + drained - limits.most), settled]
}
