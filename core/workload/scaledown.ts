/**
 * Stage: takes the pods of a referenced Deployment down, all at once on success or one for each available pod of ours (contract rollout 10.4).
 * Level-triggered: what a GitOps tool or a failed first revision leaves behind is drained whenever it is seen, not at revision 1 only (users 4-G1).
 */
import { type Draft, withPatch } from '../draft.ts'
import { available } from '../replicas/counts.ts'
import { isPromoted, type Situation } from '../situation.ts'
import { type Stage, said } from '../stage.ts'
import type { Workload } from '../world.ts'

type Referenced = Extract<Workload, { readonly state: 'resolved' }>

export const drainWorkload: Stage<Situation, Draft> = {
  name: 'drainWorkload',
  run(s, draft) {
    const { workload } = s.world
    const ref = s.rollout.spec.workloadRef
    // Only a Deployment has pods of its own to give up; upstream fails over the other kinds in every pass.
    if (workload.state !== 'resolved' || ref?.kind !== 'Deployment' || workload.replicas === undefined) {
      return { trace: said('skipped', 'NoDeployment') }
    }
    const size = sizeFor(s, workload)
    if (size === undefined || size === workload.replicas) {
      return { trace: said('satisfied', 'DeploymentAtSize', { replicas: workload.replicas }) }
    }
    return {
      draft: scale(s, draft, workload, size),
      trace: said('acted', 'ScalesDeployment', { replicas: size }),
    }
  },
}

/** Zero once everything of ours is there and stable; before that, one less for each of our available pods, and never more than N together. */
function sizeFor(s: Situation, workload: Referenced): number | undefined {
  const mode = s.rollout.spec.workloadRef?.scaleDown
  if (mode !== 'onsuccess' && mode !== 'progressively') return undefined
  const isOurs = isPromoted(s.status) && s.newRS.status.availableReplicas >= s.replicas
  if (isOurs && s.stored.phase === 'Healthy') return 0
  const here = available(s.all)
  if (mode === 'onsuccess' || workload.replicas === 0 || here === 0) return undefined
  return Math.min(workload.replicas ?? 0, Math.max(0, s.replicas - here))
}

function scale(s: Situation, draft: Draft, workload: Referenced, replicas: number): Draft {
  const { apiVersion = 'apps/v1', name = '' } = s.rollout.spec.workloadRef ?? {}
  return withPatch(draft, {
    target: { apiVersion, kind: 'Deployment', namespace: s.rollout.metadata.namespace, name },
    subresource: 'scale',
    body: { spec: { replicas } },
    preconditions: { uid: workload.uid },
    because: `${available(s.all)} of ${s.replicas} pods are ours`,
  })
}
