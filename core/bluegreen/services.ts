/** Stages that point the preview and the active Service (contract rollout 8.1, 8.4). */
import type { Draft } from '../draft.ts'
import { HASH } from '../keys.ts'
import type { Instant } from '../kube/time.ts'
import { isResized } from '../replicas/scale.ts'
import { withSelector } from '../services/switch.ts'
import { isAborted, isHalted, type Situation } from '../situation.ts'
import { moved, type Stage, type Step, said } from '../stage.ts'
import type { ReplicaSetView, ServiceView } from '../world.ts'
import {
  activeRS,
  activeService,
  isAnalysisPending,
  isFastTracked,
  isPauseComplete,
  isReady,
  isSaturated,
  previewService,
} from './readiness.ts'

/** The preview follows the new version at once, pods or not: whoever looks at the preview must never see the old version there. */
export const switchPreview: Stage<Situation, Draft> = {
  name: 'switchPreview',
  run(s, draft) {
    const service = previewService(s)
    if (!service || isHalted(s)) return { trace: said('skipped', service ? 'Paused' : 'NoPreview') }
    return point(s, draft, service, s.newRS)
  },
}

/** The active Service carries the traffic: it only ever moves to a version that can take it. */
export const switchActive: Stage<Situation, Draft> = {
  name: 'switchActive',
  run(s, draft, now) {
    const service = activeService(s)
    if (!service || isHalted(s)) return { trace: said('skipped', service ? 'Paused' : 'NoService') }
    const target = activeTarget(s, draft, service, now)
    if (!target)
      return {
        trace: said('waiting', 'NotReadyToSwitch', { active: service.selector[HASH] ?? null }),
      }
    return point(s, draft, service, target)
  },
}

/** This pass moves the active Service to the new version. */
export function isSwitching(s: Situation, now: Instant): boolean {
  return activeService(s)?.selector[HASH] !== s.podHash && maySwitch(s, false, now)
}

/** Whether this pass may point the active Service at the new version. */
function maySwitch(s: Situation, adding: boolean, now: Instant): boolean {
  if (isAborted(s) || isHalted(s) || isResized(s) || !isReady(s) || !isSaturated(s, s.newRS)) return false
  if (isFastTracked(s, now)) return true
  return isPauseComplete(s, adding, now) && !isAnalysisPending(s, 'prePromotion')
}

/**
 * An abort goes back to stable whatever state the new version is in, as soon as stable has a pod: upstream asks for a saturated new version
 * first, and so leaves traffic on a broken one (contract trap 60).
 */
function activeTarget(s: Situation, draft: Draft, service: ServiceView, now: Instant): ReplicaSetView | undefined {
  if (isAborted(s)) return withPods(s.stableRS)
  if (maySwitch(s, draft.addPauses.length > 0, now)) return s.newRS
  return service.selector[HASH] === undefined ? withPods(activeRS(s)) : activeRS(s)
}

function withPods(rs: ReplicaSetView | undefined): ReplicaSetView | undefined {
  return rs && rs.status.availableReplicas > 0 ? rs : undefined
}

function point(s: Situation, draft: Draft, service: ServiceView, rs: ReplicaSetView): Step<Draft> {
  const next = withSelector(s, draft, service, rs)
  const facts = { service: service.name, version: rs.labels[HASH] ?? null }
  return moved(draft, next, ['Switched', 'Pointed'], facts)
}
