/** Stage: revision numbers, copied annotations and what else follows the Rollout on its new ReplicaSet (contract rollout 4.5). */
import { type Draft, withPatch } from '../draft.ts'
import type { Body } from '../intent.ts'
import { HAND_BACK, REVISION, WORKLOAD_GENERATION } from '../keys.ts'
import { staleAffinity } from '../metadata/affinity.ts'
import { targetOf } from '../replicas/scale.ts'
import type { Situation } from '../situation.ts'
import { moved, type Stage } from '../stage.ts'
import { hasTaken } from '../workload/handover.ts'
import { newRevision, staleAnnotations, workloadGeneration } from './annotations.ts'

export const syncRevision: Stage<Situation, Draft> = {
  name: 'syncRevision',
  run(s, draft) {
    const next = syncRollout(s, s.newRSExists ? syncReplicaSet(s, draft) : draft)
    const facts = { revision: newRevision(s), replicaSet: s.newRS.name }
    return moved(draft, next, ['Synced', 'Current'], facts)
  },
}

function syncReplicaSet(s: Situation, draft: Draft): Draft {
  const annotations = staleAnnotations(s)
  const minReadySeconds = s.rollout.spec.minReadySeconds ?? 0
  const isReadyOtherwise = s.newRS.minReadySeconds !== minReadySeconds
  const affinity = staleAffinity(s)
  if (Object.keys(annotations).length === 0 && !isReadyOtherwise && !affinity?.isDue) return draft
  const spec: Body = {
    ...(isReadyOtherwise ? { minReadySeconds } : {}),
    ...(affinity ? { template: { spec: { affinity: affinity.patch } } } : {}),
  }
  const body: Body = {
    ...(Object.keys(annotations).length > 0 ? { metadata: { annotations } } : {}),
    ...(Object.keys(spec).length > 0 ? { spec } : {}),
  }
  const because = `follows the Rollout at revision ${newRevision(s)}`
  return withPatch(draft, { target: targetOf(s, s.newRS), body, preconditions: { uid: s.newRS.uid }, because })
}

/** Our leaves of the Rollout itself, before anything else: should the Rollout have changed meanwhile, nothing is begun on an old view of it: its revision, the workload's generation, and the size that autoscalers need to find (contract rollout 4.3). */
function syncRollout(s: Situation, draft: Draft): Draft {
  const { metadata, spec } = s.rollout
  const present = metadata.annotations ?? {}
  const revision = String(newRevision(s))
  const wanted = { [REVISION]: revision, ...workloadGeneration(s) }
  const stale: Record<string, string | null> = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => present[key] !== value),
  )
  // Left behind by a workloadRef that is gone: it goes with the next change, as upstream lets it go.
  if (Object.keys(stale).length > 0 && !spec.workloadRef && present[WORKLOAD_GENERATION] !== undefined) {
    stale[WORKLOAD_GENERATION] = null
  }
  const finalizers = staleFinalizers(s)
  const changes = {
    ...(Object.keys(stale).length > 0 ? { annotations: stale } : {}),
    ...(finalizers ? { finalizers } : {}),
  }
  const body: Body = {
    ...(Object.keys(changes).length > 0 ? { metadata: changes } : {}),
    ...(spec.replicas === undefined ? { spec: { replicas: s.replicas } } : {}),
  }
  if (Object.keys(body).length === 0) return draft
  const isNew = present[REVISION] !== revision
  return withPatch(draft, {
    target: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: metadata.namespace, name: metadata.name },
    body,
    preconditions: { uid: metadata.uid, resourceVersion: metadata.resourceVersion },
    because: `revision ${revision}`,
    notes: isNew
      ? [{ type: 'Normal', reason: 'RolloutUpdated', message: `Rollout updated to revision ${revision}` }]
      : [],
  })
}

/** Whoever takes capacity from a Deployment is bound to give it back; with a template of its own there is nothing to give back to any more. */
function staleFinalizers({ world, rollout, handOver }: Situation): readonly string[] | undefined {
  const { finalizers = [] } = rollout.metadata
  if (handOver?.direction === 'over' && !hasTaken(world)) return [...finalizers, HAND_BACK]
  return !rollout.spec.workloadRef && hasTaken(world) ? finalizers.filter(each => each !== HAND_BACK) : undefined
}
