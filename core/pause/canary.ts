/** The pause step of a canary (contract rollout 7.2). */

import { pauseEnd, STEP_PAUSE } from '../canary/steps.ts'
import { currentStep } from '../canary/weight.ts'
import { type Draft, isScaling } from '../draft.ts'
import { pauseSince, type Situation } from '../situation.ts'
import { type Stage, type Step, said } from '../stage.ts'

/** Adds the pause when the current step asks for one and nobody has resumed it yet; wakes at its end. */
export const pauseAtStep: Stage<Situation, Draft> = {
  name: 'pauseAtStep',
  run(s, draft): Step<Draft> {
    const pause = currentStep(s)?.pause
    if (!pause || s.status.promoteFull || s.status.abort) return { trace: said('skipped', 'NoPauseStep') }
    if (s.rollout.spec.paused) return { trace: said('waiting', 'PausedByUser') }
    if (isScaling(draft)) return { trace: said('waiting', 'VersionsAreScaling') }
    const since = pauseSince(s.status, STEP_PAUSE)
    if (since === undefined) return begin(s, draft)
    const end = pauseEnd(since, pause)
    return {
      // The end itself still belongs to the pause.
      wakeAt: end === undefined ? undefined : end + 1,
      trace: said('waiting', end === undefined ? 'WaitsForResume' : 'WaitsForTime', { since }),
    }
  },
}

function begin(s: Situation, draft: Draft): Step<Draft> {
  if (s.status.controllerPause) return { trace: said('satisfied', 'Resumed') }
  return {
    draft: { ...draft, addPauses: [...draft.addPauses, STEP_PAUSE] },
    trace: said('acted', 'PauseBegins'),
  }
}
