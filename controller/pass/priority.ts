import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'
import type { Priority } from '../queue/ready.ts'

/**
 * 0: asked for and not begun. Beginning is one short pass, and until then nobody sees that the change has arrived: it has workers of its
 * own. 1: under way; the queue finishes what was begun first, so that of many updates at once some are over soon. 2: settled; after a
 * start the changed ones need not wait for all the others, and of one that is gone nothing is remembered. `hasBegun`: something has been done about this change, which no status tells yet.
 */
export function priorityOf(rollout: Rollout | undefined, hasBegun: (change: string) => boolean): Priority {
  if (!rollout) return 2
  const change = changeOf(rollout)
  if (change !== recordedChange(rollout)) return hasBegun(change) ? 1 : 0
  return rollout.status?.phase === 'Healthy' ? 2 : 1
}

/** What is asked for: the generation of the spec, and of the workload that it refers to. */
export function changeOf({ metadata, spec }: Rollout): string {
  return changeText(metadata.generation, spec.workloadRef && metadata.annotations?.[WORKLOAD_GENERATION])
}

/** What the stored status is about. */
function recordedChange({ spec, status }: Rollout): string | undefined {
  return status && changeText(status.observedGeneration, spec.workloadRef && status.workloadObservedGeneration)
}

function changeText(generation: number | string = '', workload = ''): string {
  return `${generation}/${workload}`
}
