/**
 * The way back, when the Rollout is deleted or its first version was aborted: Services select all pods again, the Deployment grows, ours go as its
 * pods become available, and then the Rollout lets go (users 4-G4, AR#3855). The bounds are those of the way there.
 */
import { type Draft, withPatch } from '../draft.ts'
import { HAND_BACK, HASH, MANAGED_BY } from '../keys.ts'
import { expected } from '../replicas/counts.ts'
import { sizeOf } from '../replicas/lower.ts'
import { withSize } from '../replicas/scale.ts'
import { givenBack, servicesOf } from '../services/cleanup.ts'
import type { Situation } from '../situation.ts'
import { moved, type Stage, said } from '../stage.ts'
import type { ServiceView, World } from '../world.ts'
import { backSize, hasTaken, isHandedBack, slackOf } from './handover.ts'
import { withWorkloadSize } from './scaledown.ts'

/** First: the Deployment's pods do not carry the hash that the selectors ask for. */
const releaseServices: Stage<Situation, Draft> = {
  name: 'releaseServices',
  run(s, draft) {
    const pinned = servicesOf(s.rollout)
      .map(name => s.world.services[name])
      .filter((service): service is ServiceView => service !== undefined && isPinned(service))
    const { namespace, name } = s.rollout.metadata
    const because = `Rollout ${name} gives its pods back`
    const next = pinned.reduce((drafted, each) => withPatch(drafted, givenBack(each, namespace, because)), draft)
    return { ...moved(draft, next, ['Switched', 'Pointed']), halt: next !== draft }
  },
}

function isPinned({ selector, annotations }: ServiceView): boolean {
  return selector[HASH] !== undefined || annotations[MANAGED_BY] !== undefined
}

/** As much as fits beside ours; all at once where two fleets are meant. Never less than there is. */
const growWorkload: Stage<Situation, Draft> = {
  name: 'growWorkload',
  run(s, draft) {
    const { handOver } = s
    if (!handOver) return { trace: said('skipped', 'NoDeployment') }
    const room = handOver.wanted + handOver.fenceposts.surge - expected(s.all)
    const fits = handOver.isBounded ? Math.min(backSize(handOver), room) : backSize(handOver)
    const size = Math.max(handOver.size, fits)
    if (size === handOver.size) return { trace: said('satisfied', 'DeploymentAtSize', { replicas: size }) }
    return {
      draft: withWorkloadSize(s, draft, handOver, size),
      trace: said('acted', 'ScalesDeployment', { replicas: size }),
    }
  },
}

/** One for each pod that the Deployment has available; broken ones first, since nobody misses them. Where two fleets are meant, ours go with a deleted Rollout. */
const shrinkOurs: Stage<Situation, Draft> = {
  name: 'shrinkOurs',
  run(s, draft) {
    const { handOver } = s
    if (!handOver) return { trace: said('skipped', 'NoDeployment') }
    if (!handOver.isBounded && isDeleted(s)) return { trace: said('skipped', 'GoesWithTheRollout') }
    const kept = Math.max(0, backSize(handOver) - slackOf(handOver) - handOver.available)
    let left = kept
    let next = draft
    for (const rs of [...s.all].sort((a, b) => b.status.availableReplicas - a.status.availableReplicas)) {
      const size = Math.min(rs.status.availableReplicas, sizeOf(next, rs), left)
      next = withSize(s, next, rs, size, 'the Deployment has its pods back')
      left -= size
    }
    return moved(draft, next, ['Scaled', 'AtSize'], { kept })
  },
}

/** Last: whoever waits for the deletion sees it when the Deployment is whole. */
const letGo: Stage<Situation, Draft> = {
  name: 'letGo',
  run(s, draft) {
    if (!isDeleted(s)) return { trace: said('satisfied', 'StaysAborted') }
    if (s.handOver && !isHandedBack(s.handOver)) return { trace: said('waiting', 'HandingBack') }
    return { draft: withoutFinalizer(s.world, draft), trace: said('acted', 'LetsGo') }
  },
}

function isDeleted({ rollout }: Situation): boolean {
  return rollout.metadata.deletionTimestamp !== undefined
}

export const handBackStages: readonly Stage<Situation, Draft>[] = [releaseServices, growWorkload, shrinkOurs, letGo]

/** Nothing, when it is not there. The list is replaced whole, hence the version. */
export function withoutFinalizer(world: World, draft: Draft): Draft {
  const { namespace, name, uid, resourceVersion, finalizers = [] } = world.rollout.metadata
  if (!hasTaken(world)) return draft
  return withPatch(draft, {
    target: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace, name },
    body: { metadata: { finalizers: finalizers.filter(each => each !== HAND_BACK) } },
    preconditions: { uid, resourceVersion },
    because: 'nothing is left to give back',
  })
}
