/** The Deployment went while its pods were still being taken over: ours have to carry all of it, and its template is not needed for that (users 4-G10, AR#4193). */
import { type Draft, emptyDraft, withPatch } from '../draft.ts'
import { HASH } from '../keys.ts'
import { revisionOf } from '../revision.ts'
import { desiredReplicas } from '../spec.ts'
import { findCondition } from '../status/conditions.ts'
import type { World } from '../world.ts'

/** The version that was on its way goes to N. Nothing, where the hand-over was over, had not begun or was given up. */
export function carryAll(world: World): Draft {
  const { rollout, workload, replicaSets } = world
  const { currentPodHash, conditions = [], abort } = rollout.status ?? {}
  const rs = replicaSets.find(({ labels }) => labels[HASH] === currentPodHash)
  const wasUnderWay = findCondition(conditions, 'WorkloadDrained')?.status === 'False' && !abort
  const size = desiredReplicas(world)
  if (workload.state !== 'missing' || !rs || !wasUnderWay || rs.replicas >= size) return emptyDraft
  const message = `Scaled up ReplicaSet ${rs.name} (revision ${revisionOf(rs)}) from ${rs.replicas} to ${size}`
  return withPatch(emptyDraft, {
    target: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: rollout.metadata.namespace, name: rs.name },
    body: { spec: { replicas: size } },
    preconditions: { uid: rs.uid },
    because: 'the Deployment that carried the rest has gone',
    notes: [{ type: 'Normal', reason: 'ScalingReplicaSet', message }],
  })
}
