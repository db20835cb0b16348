/**
 * Before a Rollout is called degraded for lack of progress, its new ReplicaSet is looked at once, live: a missed watch event must
 * not end a release (users 4-B5).
 */
import type { RolloutStatus } from '../../core/api/types.ts'
import type { Decision } from '../../core/decision.ts'
import { HASH } from '../../core/keys.ts'
import type { World } from '../../core/world.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'

/** Whether this decision is the first to say that the deadline has passed, or aborts by itself. */
export function isVerdict({ rollout }: World, { status }: Decision): boolean {
  if (!status) return false
  const before = rollout.status
  return (hasTimedOut(status) && !hasTimedOut(before)) || (status.abort === true && before?.abort !== true)
}

function hasTimedOut(status: RolloutStatus | undefined): boolean {
  return status?.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') ?? false
}

/** Whether the cache shows the new ReplicaSet as the API server has it. */
export async function isViewCurrent(world: World, decision: Decision, client: Client): Promise<boolean> {
  const { namespace } = world.rollout.metadata
  const hash = decision.status?.currentPodHash
  const view = world.replicaSets.find(set => set.labels[HASH] === hash)
  if (!view) return true
  try {
    const live = await client.request({
      method: 'GET',
      path: pathOf(resources.replicasets, { namespace, name: view.name }),
    })
    return live.metadata.resourceVersion === view.resourceVersion
  } catch (error) {
    if (isCode(error, 404)) return false
    throw error
  }
}
