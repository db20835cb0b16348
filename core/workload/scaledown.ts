/**
 * Stage: takes the pods of a referenced Deployment down, all at once on success or one for each available pod of ours (contract rollout 10.4).
 * Level-triggered: what a GitOps tool or a failed first revision leaves behind is drained whenever it is seen, not at revision 1 only (users 4-G1).
 */
import { type Draft, withPatch } from '../draft.ts'
import { sizeOf } from '../replicas/lower.ts'
import type { Situation } from '../situation.ts'
import { type Stage, said } from '../stage.ts'
import { type HandOver, hasTaken, slackOf } from './handover.ts'

export const drainWorkload: Stage<Situation, Draft> = {
  name: 'drainWorkload',
  run(s, draft) {
    const { handOver } = s
    if (!handOver) return { trace: said('skipped', 'NoDeployment') }
    const facts = { replicas: handOver.size }
    if (handOver.size === 0) return { trace: said('satisfied', 'DeploymentAtSize', facts) }
    if (handOver.hold) return { trace: said('waiting', 'DeploymentHeld', { why: handOver.hold.message }) }
    // Nothing is taken before the Rollout is bound to give it back.
    if (!hasTaken(s.world)) return { trace: said('waiting', 'FinalizerFirst') }
    const size = sizeFor(s, draft, handOver)
    if (size >= handOver.size) return { trace: said('satisfied', 'DeploymentAtSize', facts) }
    return {
      draft: withWorkloadSize(s, draft, handOver, size),
      trace: said('acted', 'ScalesDeployment', { replicas: size }),
    }
  },
}

/** Once drained it stays so while we are available; the first time onsuccess waits for all of ours, progressively takes one for each. */
function sizeFor(s: Situation, draft: Draft, handOver: HandOver): number {
  const { fenceposts, isBounded, size, wanted, wasDrained } = handOver
  const here = staying(s, draft)
  if (wasDrained) return here >= s.replicas - fenceposts.unavailable ? 0 : size
  if (isBounded) return Math.max(0, wanted - slackOf(handOver) - here)
  return s.stored.stableRS && here >= wanted ? 0 : size
}

/** Available pods of ours that this pass does not take away. */
export function staying(s: Situation, draft: Draft): number {
  return s.all.reduce((sum, rs) => sum + Math.min(rs.status.availableReplicas, sizeOf(draft, rs)), 0)
}

/** Through the scale subresource: nothing else of the Deployment can change, and no more than that is asked of RBAC (users 4-G5). */
export function withWorkloadSize(s: Situation, draft: Draft, { workload }: HandOver, replicas: number): Draft {
  const { apiVersion = 'apps/v1', name = '' } = s.rollout.spec.workloadRef ?? {}
  return withPatch(draft, {
    target: { apiVersion, kind: 'Deployment', namespace: s.rollout.metadata.namespace, name },
    subresource: 'scale',
    body: { spec: { replicas } },
    preconditions: { uid: workload.uid },
    because: `${staying(s, draft)} of ${s.replicas} pods are ours`,
  })
}
