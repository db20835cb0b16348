/** Stages that size a canary: stable, then canary, then what is left of older revisions (contract rollout 7.5). */
import { type Draft, emptyDraft, isScaling } from '../draft.ts'
import { DESIRED_REPLICAS } from '../keys.ts'
import { basicCounts } from '../replicas/basic.ts'
import { available, wanted } from '../replicas/counts.ts'
import { withoutDeadline } from '../replicas/deadline.ts'
import { fencepostsOf } from '../replicas/fenceposts.ts'
import { sizeOf } from '../replicas/lower.ts'
import { routedCounts } from '../replicas/routed.ts'
import { isResized, withSize } from '../replicas/scale.ts'
import type { Split } from '../replicas/split.ts'
import { compareCreation, newestFirst } from '../revision.ts'
import { hasTwoVersions, isAborted, isHalted, isPromoted, type Situation } from '../situation.ts'
import { maxWeight } from '../spec.ts'
import { moved, type Stage, said } from '../stage.ts'
import type { ReplicaSetView } from '../world.ts'
import { promotionReason } from './promotion.ts'
import { canaryScale, sizingWeight } from './weight.ts'

/** What the two versions should count now, given the sizes that this pass has decided on so far. */
export function canaryCounts(s: Situation, draft: Draft, weight = sizingWeight(s)): Split {
  if (s.canary?.trafficRouting) return routed(s, weight)
  const count = (rs: ReplicaSetView) => ({ spec: sizeOf(draft, rs), available: rs.status.availableReplicas })
  return basicCounts({
    replicas: s.replicas,
    weight,
    maxWeight: maxWeight(s.rollout),
    fenceposts: fencepostsOf(s.rollout, s.replicas),
    canary: count(s.newRS),
    stable: hasTwoVersions(s) ? count(s.stableRS) : undefined,
    older: wanted(s.others),
  })
}

function routed(s: Situation, weight: number): Split {
  return routedCounts({
    replicas: s.replicas,
    weight,
    maxWeight: maxWeight(s.rollout),
    scale: canaryScale(s),
    minPods: s.canary?.minPodsPerReplicaSet,
  })
}

/** Stable first; the canary then takes the room that this leaves, once the pods have gone. */
export const sizeVersions: Stage<Situation, Draft> = {
  name: 'sizeVersions',
  run(s, draft) {
    if (isHalted(s)) return { trace: said('skipped', 'Paused') }
    let next = withoutDeadline(s, draft, s.newRS)
    if (hasTwoVersions(s)) {
      next = withoutDeadline(s, next, s.stableRS)
      const counts = canaryCounts(s, next)
      next = withSize(s, next, s.stableRS, counts.stable, because(s))
      // On the way back, at the end, and before a new version's first pods, what stable does is told and seen before the other follows.
      const isNewNext = isSizedFirst(s) && s.newRS.replicas === 0
      const isEnd = promotionReason(s) !== undefined && !isResized(s)
      if (isAborted(s) && sizeOf(next, s.stableRS) < counts.stable && areOlderLeaving(s))
        return { draft: next, trace: said('waiting', 'OlderPodsLeave', { stable: counts.stable }) }
      if ((isAborted(s) || isEnd || isNewNext) && isScaling(next))
        return moved(draft, next, ['Scaled', 'AtSize'], { weight: sizingWeight(s), ...counts })
    }
    const counts = canaryCounts(s, next)
    const size = isStableLeaving(s, next) ? Math.min(counts.canary, s.newRS.replicas) : counts.canary
    next = withSize(s, next, s.newRS, size, because(s))
    const facts = { weight: sizingWeight(s), canary: counts.canary, stable: counts.stable }
    return moved(draft, next, ['Scaled', 'AtSize'], facts)
  },
}

/**
 * N has changed together with the template or the steps: but for an update from rest to more pods whose own sizes are others than those of before it
 * (users 4-F4).
 */
export function isSizedFirst(s: Situation): boolean {
  if (!s.changed || !isResized(s)) return false
  const isGrowing = hasTwoVersions(s) && s.replicas > Number(s.stableRS.annotations[DESIRED_REPLICAS])
  return !(isGrowing && isPromoted(s.stored)) || firstSize(s, sizingWeight(s)) === firstSize(s, maxWeight(s.rollout))
}

/** What is asked for first at this weight: the canary's size, unless stable has to change before it. */
function firstSize(s: Situation, weight: number): string {
  const { canary, stable } = canaryCounts(s, emptyDraft, weight)
  return hasTwoVersions(s) && s.stableRS.replicas !== stable ? `stable ${stable}` : `canary ${canary}`
}

/** Pods of stable that are not wanted any more are still there: the canary does not grow beside them, even where surge would let it. */
function isStableLeaving(s: Situation, draft: Draft): boolean {
  return hasTwoVersions(s) && s.stableRS.status.replicas > sizeOf(draft, s.stableRS)
}

/** What stable grows into on the way back is about to be free: the aborted version goes after that. */
function areOlderLeaving(s: Situation): boolean {
  return s.others.some(rs => rs.status.replicas > rs.replicas)
}

function because(s: Situation): string {
  return `${sizingWeight(s)} of ${maxWeight(s.rollout)} percent of ${s.replicas} pods`
}

/** Waits while the two versions change their sizes. Pods that are not available go at once, the others as far as availability has a surplus. */
export const drainOlder: Stage<Situation, Draft> = {
  name: 'drainOlder',
  run(s, draft) {
    if (isHalted(s)) return { trace: said('skipped', 'Paused') }
    // Which of them still has traffic only the router's stages can tell.
    if (s.canary?.trafficRouting) return { trace: said('skipped', 'HasRouter') }
    if (wanted(s.others) === 0) return { trace: said('satisfied', 'NoOlderPods') }
    if (isScaling(draft)) return { trace: said('waiting', 'VersionsAreScaling') }
    const next = drain(s, dropUnavailable(s, draft))
    return moved(draft, next, ['Scaled', 'AtSize'], { older: wanted(s.others) })
  },
}

function dropUnavailable(s: Situation, draft: Draft): Draft {
  return [...s.others]
    .sort(compareCreation)
    .filter(rs => rs.replicas > rs.status.availableReplicas)
    .reduce((next, rs) => withSize(s, next, rs, rs.status.availableReplicas, 'pods that are not available'), draft)
}

/** Newest revision first; all of them have to go, since without a router their pods get traffic. */
function drain(s: Situation, draft: Draft): Draft {
  let budget = available(s.all) - (s.replicas - fencepostsOf(s.rollout, s.replicas).unavailable)
  let next = draft
  for (const rs of newestFirst(s.others)) {
    if (budget <= 0) break
    const size = sizeOf(next, rs)
    if (size === 0) continue
    next = withSize(s, next, rs, Math.max(0, size - budget), 'an older revision')
    budget -= size - sizeOf(next, rs)
  }
  return next
}
