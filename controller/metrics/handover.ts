/** What a Rollout that has adopted a workload costs, and how far it has got (users row 7, AR#4935): two fleets are never all green. */
import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_DRAINED } from '../../core/keys.ts'
import type { Workload } from '../../core/world.ts'
import { movesCapacity } from '../workload/capacity.ts'

type Resolved = Extract<Workload, { readonly state: 'resolved' }>

/** Pods that run although as many of the Rollout's are available; undefined where there is only one fleet. */
export function doubleCapacity(rollout: Rollout, workload: Resolved | undefined): number | undefined {
  const available = rollout.status?.availableReplicas ?? 0
  return Math.min(workload ? podsOf(rollout, workload) : 0, available) || undefined
}

/** Where capacity is not ours to move, pods are looked at with each generation only: what is wanted is then newer than what was counted. */
function podsOf(rollout: Rollout, { replicas = 0, counts, generation }: Resolved): number {
  return movesCapacity(rollout) && counts && counts.observedGeneration >= generation ? counts.replicas : replicas
}

/** 1 when nothing is left to take over; undefined for a Rollout that takes nothing over. */
export function drained({ status }: Rollout): number | undefined {
  const condition = status?.conditions?.find(({ type }) => type === WORKLOAD_DRAINED)
  return condition && Number(condition.status === 'True')
}
