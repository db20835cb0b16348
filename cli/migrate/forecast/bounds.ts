/** Between which numbers of pods a hand-over has to stay: the law of each mode (users row 2). */
import type { Cluster } from '../../../core/simulate/objects.ts'
import { worldOf } from '../../../core/simulate/objects.ts'
import { desiredReplicas } from '../../../core/spec.ts'
import { handOverOf } from '../../../core/workload/handover.ts'

export interface Bounds {
  /** N - maxUnavailable. */
  readonly least: number
  /** N + surge; with onsuccess two fleets. */
  readonly most: number
}

/** None where the Deployment keeps its pods. */
export function boundsAt(cluster: Cluster): Bounds | undefined {
  const world = worldOf(cluster)
  const handOver = handOverOf(world, desiredReplicas(world), false)
  if (!handOver) return undefined
  const { wanted, fenceposts, isBounded } = handOver
  return {
    least: wanted - fenceposts.unavailable,
    most: isBounded ? wanted + fenceposts.surge : 2 * wanted + fenceposts.surge,
  }
}

interface Counts {
  readonly total: number
  readonly available: number
}

/** Pods that the Deployment lacked, or had too many of, before anything began are nobody's doing. */
export function isWithin({ least, most }: Bounds, now: Counts, start: Counts): boolean {
  return now.total <= Math.max(most, start.total) && now.available >= Math.min(least, start.available)
}
