import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'
import type { Priority } from '../queue/ready.ts'

/**
 * 0: asked for and not begun. Beginning is one short pass, and until then nobody sees that the change has arrived: it has workers of its
 * own. 1: under way; the queue finishes what was begun first, so that of many updates at once some are over soon. 2: settled; after a
 * start the changed ones need not wait for all the others.
 */
export function priorityOf(rollout: Rollout | undefined): Priority {
  if (!rollout?.status) return 0
  const { metadata, status } = rollout
  if (status.observedGeneration !== String(metadata.generation)) return 0
  const workload = metadata.annotations?.[WORKLOAD_GENERATION]
  if (rollout.spec.workloadRef && (status.workloadObservedGeneration ?? '') !== (workload ?? '')) return 0
  return status.phase === 'Healthy' ? 2 : 1
}
