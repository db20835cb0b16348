/** The pause step of a canary (contract rollout 7.2). */

import { canaryCounts } from '../canary/replicas.ts'
import { pauseEnd, STEP_PAUSE } from '../canary/steps.ts'
import { currentStep } from '../canary/weight.ts'
import { type Draft, emptyDraft, isScaling } from '../draft.ts'
import { hasTwoVersions, isHalted, pauseSince, type Situation } from '../situation.ts'
import { type Stage, type Step, said } from '../stage.ts'
import { isUnderWay } from '../workload/handover.ts'

/** Adds the pause when the current step asks for one and nobody has resumed it yet; wakes at its end. */
export const pauseAtStep: Stage<Situation, Draft> = {
  name: 'pauseAtStep',
  run(s, draft): Step<Draft> {
    const pause = currentStep(s)?.pause
    if (!pause || s.status.promoteFull || s.status.abort) return { trace: said('skipped', 'NoPauseStep') }
    if (s.rollout.spec.paused) return { trace: said('waiting', 'PausedByUser') }
    if (isScaling(draft)) return { trace: said('waiting', 'VersionsAreScaling') }
    const since = pauseSince(s.status, STEP_PAUSE)
    if (since === undefined)
      return isAwaitingRoom(s) ? { trace: said('waiting', 'VersionsAreScaling') } : begin(s, draft)
    const end = pauseEnd(since, pause)
    return {
      // The end itself still belongs to the pause.
      wakeAt: end === undefined ? undefined : end + 1,
      trace: said('waiting', end === undefined ? 'WaitsForResume' : 'WaitsForTime', { since }),
    }
  },
}

/** A version grows as soon as pods that leave have gone: people read of the pause when all sizes have been asked for. */
function isAwaitingRoom(s: Situation): boolean {
  if (!hasTwoVersions(s) || isHalted(s) || isUnderWay(s.handOver)) return false
  const counts = canaryCounts(s, emptyDraft)
  return counts.canary > s.newRS.replicas || counts.stable > s.stableRS.replicas
}

function begin(s: Situation, draft: Draft): Step<Draft> {
  if (s.status.controllerPause) return { trace: said('satisfied', 'Resumed') }
  return {
    draft: { ...draft, addPauses: [...draft.addPauses, STEP_PAUSE] },
    trace: said('acted', 'PauseBegins'),
  }
}
