import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'
import type { Priority } from '../queue/ready.ts'

/**
 * Work in flight goes before work not begun, so that of many updates some are finished soon; what is settled comes last, so that
 * after a start the changed ones need not wait for all the others.
 */
export function priorityOf(rollout: Rollout | undefined): Priority {
  if (!rollout?.status) return 1
  const { metadata, status } = rollout
  if (status.observedGeneration !== String(metadata.generation)) return 1
  const workload = metadata.annotations?.[WORKLOAD_GENERATION]
  if (rollout.spec.workloadRef && (status.workloadObservedGeneration ?? '') !== (workload ?? '')) return 1
  return status.phase === 'Healthy' ? 2 : 0
}
