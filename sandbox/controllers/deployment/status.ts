/** Counts and conditions of a Deployment. */

import { semanticallyEqual } from '../../../core/kube/equality.ts'
import type { KubeObject } from '../../api.ts'
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { type Condition, conditionOf } from '../pod.ts'
import { sum } from '../share.ts'
import { availableOf, maxUnavailable, replicasOf, totalReplicas } from './budget.ts'
import { type Counts, deadlineOf, progressConditions, withCondition, without } from './progress.ts'
import { allOf, type Revisions } from './revision.ts'

/** Writes the status when it changed; answers when the progress deadline has to be looked at again. */
export async function writeStatus(view: View, revisions: Revisions, rolling: boolean): Promise<number | undefined> {
  const { deployment, newest } = revisions
  const now = view.clock.now()
  const counts = countsOf(revisions)
  const available = withCondition(deployment.status?.conditions ?? [], availability(deployment, counts), now)
  const conditions = rolling
    ? withFailure(progressConditions(deployment, available, newest, counts, now), revisions)
    : available
  const { terminatingReplicas, ...stored } = deployment.status ?? {}
  const collisionCount = stored.collisionCount === undefined ? {} : { collisionCount: stored.collisionCount }
  const status = { ...counts, ...collisionCount, conditions }
  if (!semanticallyEqual({ ...NOTHING, ...stored }, status))
    await view.patch(kinds.deployments, deployment, { status }, 'status')
  const deadline = deployment.spec.paused ? undefined : deadlineOf(deployment, conditions)
  return deadline !== undefined && deadline + 1000 > now ? deadline + 1000 : undefined
}

const NOTHING = { replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0, unavailableReplicas: 0 }

function countsOf(revisions: Revisions): Counts {
  const all = allOf(revisions)
  const count = (sets: readonly KubeObject[], field: string) => sum(sets.map(set => set.status?.[field] ?? 0))
  const availableReplicas = sum(all.map(availableOf))
  return {
    observedGeneration: revisions.deployment.metadata.generation,
    replicas: count(all, 'replicas'),
    updatedReplicas: count(revisions.newest ? [revisions.newest] : [], 'replicas'),
    readyReplicas: count(all, 'readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, totalReplicas(all) - availableReplicas),
  }
}

function availability(deployment: KubeObject, { availableReplicas }: Counts): Condition {
  return availableReplicas >= replicasOf(deployment) - maxUnavailable(deployment)
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
}

/** The newest ReplicaSet's failure to make pods, or an older one's, becomes the Deployment's. */
function withFailure(conditions: readonly Condition[], { newest, old }: Revisions): Condition[] {
  const failed = [...(newest ? [newest] : []), ...old].map(set => conditionOf(set, 'ReplicaFailure')).find(Boolean)
  if (!failed) return without(conditions, 'ReplicaFailure')
  const known = conditions.find(({ type }) => type === 'ReplicaFailure')
  if (known?.reason === failed.reason && known?.status === failed.status) return [...conditions]
  return [...without(conditions, 'ReplicaFailure'), { ...failed, lastUpdateTime: failed.lastTransitionTime! }]
}
