/** Counts over ReplicaSets. */
import type { ReplicaSetView } from '../world.ts'
import type { Count } from './basic.ts'

export function countOf(rs: ReplicaSetView): Count {
  return { spec: rs.replicas, available: rs.status.availableReplicas }
}

/** Sum of spec.replicas. */
export function wanted(sets: readonly ReplicaSetView[]): number {
  return sets.reduce((sum, rs) => sum + rs.replicas, 0)
}

/** Sum of status.replicas. */
export function existing(sets: readonly ReplicaSetView[]): number {
  return sets.reduce((sum, rs) => sum + rs.status.replicas, 0)
}

/** Pods that are asked for, and those that are more than that. */
export function expected(sets: readonly ReplicaSetView[]): number {
  return sets.reduce((sum, rs) => sum + Math.max(rs.replicas, rs.status.replicas), 0)
}

export function ready(sets: readonly ReplicaSetView[]): number {
  return sets.reduce((sum, rs) => sum + rs.status.readyReplicas, 0)
}

export function available(sets: readonly ReplicaSetView[]): number {
  return sets.reduce((sum, rs) => sum + rs.status.availableReplicas, 0)
}
