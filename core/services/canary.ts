/** The stable and the canary Service of a canary (contract rollout 11.1). Neither is ever pointed at a version without an available pod. */
import { isWhole, promotionReason } from '../canary/promotion.ts'
import { canaryCounts } from '../canary/replicas.ts'
import { type Draft, emptyDraft } from '../draft.ts'
import { HASH, MANAGED_BY } from '../keys.ts'
import { wanted } from '../replicas/counts.ts'
import { fencepostsOf } from '../replicas/fenceposts.ts'
import { hasTwoVersions, isAborted, isHalted, type Situation } from '../situation.ts'
import { moved, type Stage, said } from '../stage.ts'
import { isUnderWay } from '../workload/handover.ts'
import type { ReplicaSetView, ServiceView } from '../world.ts'
import { withSelector } from './switch.ts'

export const pointServices: Stage<Situation, Draft> = {
  name: 'pointServices',
  run(s, draft) {
    const { stableService, canaryService } = s.canary ?? {}
    if (!stableService && !canaryService) return { trace: said('skipped', 'NoServices') }
    // As upstream: of a change people read before any traffic moves, and traffic moves before sizes do (contract rollout 7.1).
    if (s.changed)
      return { trace: said('waiting', 'AttemptUntold'), halt: ensure(s, draft, canaryService, s.newRS) !== draft }
    let next = ensure(s, draft, stableService, stableTarget(s, stableService))
    next = ensure(s, next, canaryService, canaryTarget(s, canaryService))
    return moved(draft, next, ['Switched', 'Pointed'])
  },
}

function ensure(s: Situation, draft: Draft, name: string | undefined, rs: ReplicaSetView | undefined): Draft {
  const service = name === undefined ? undefined : s.world.services[name]
  if (!service || !rs || service.selector[HASH] === rs.labels[HASH] || !mayTake(s, service, rs)) return draft
  return withSelector(s, draft, service, rs)
}

/** A Service that we have not managed before waits for the whole version, later switches for the first available pod (AR#1777). Pods on their way out do not count. */
function mayTake(s: Situation, service: ServiceView, rs: ReplicaSetView): boolean {
  const isAdopted = service.annotations[MANAGED_BY] !== undefined
  // Whole is N while a Deployment still carries the rest of it (users row 2, AR#1731).
  const whole = isUnderWay(s.handOver) ? s.replicas : rs.replicas
  return Math.min(rs.status.availableReplicas, rs.replicas) >= (isAdopted ? 1 : Math.max(1, whole))
}

/**
 * Stable, except where stable has to be emptied before the new version can become whole (no room to surge), or becomes stable itself (a step of
 * 100 percent): then the Service goes first, and does not come back to the empty version (users 4-D1). An N of zero empties both.
 */
function stableTarget(s: Situation, name: string | undefined): ReplicaSetView | undefined {
  if (!hasTwoVersions(s) || isAborted(s) || s.replicas === 0 || canaryCounts(s, emptyDraft).stable > 0)
    return s.stableRS
  // Nothing is emptied while a person holds it: the Service stays where it is.
  if (isHalted(s) && s.stableRS.replicas > 0) return selectedBy(s, name) === s.podHash ? s.newRS : s.stableRS
  if (isWhole(s)) return promotionReason(s) === undefined ? s.newRS : s.stableRS
  const room = s.replicas + fencepostsOf(s.rollout, s.replicas).surge - wanted(s.all)
  const isInTheWay = room <= 0 && s.newRS.replicas < s.replicas
  return isInTheWay || s.stableRS.replicas === 0 ? s.newRS : s.stableRS
}

/**
 * The new version; stable when aborted, where the step leaves the new version without pods (it is not emptied before), and while the Service still
 * selects a revision that was given up and the new one has no pod yet (users 4-D4).
 */
function canaryTarget(s: Situation, name: string | undefined): ReplicaSetView | undefined {
  const isEmptied = hasTwoVersions(s) && !isHalted(s) && s.replicas > 0 && canaryCounts(s, emptyDraft).canary === 0
  if (isAborted(s) || isEmptied) return s.stableRS
  const current = selectedBy(s, name)
  const isGivenUp = s.others.some(rs => rs.labels[HASH] === current)
  return isGivenUp && s.newRS.status.availableReplicas === 0 ? s.stableRS : s.newRS
}

function selectedBy(s: Situation, name: string | undefined): string | undefined {
  return name === undefined ? undefined : s.world.services[name]?.selector[HASH]
}
