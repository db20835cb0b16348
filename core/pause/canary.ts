/** The pause step of a canary (contract rollout 7.2). */

import { pauseEnd, STEP_PAUSE } from '../canary/steps.ts'
import { currentStep } from '../canary/weight.ts'
import { type Draft, isScaling } from '../draft.ts'
import { pauseSince, type Situation } from '../situation.ts'
import type { Stage, Step } from '../stage.ts'

/** Adds the pause when the current step asks for one and nobody has resumed it yet; wakes at its end. */
export const pauseAtStep: Stage<Situation, Draft> = {
  name: 'pauseAtStep',
  run(s, draft): Step<Draft> {
    const pause = currentStep(s)?.pause
    if (!pause || s.status.promoteFull || s.status.abort)
      return { trace: { outcome: 'skipped', reason: 'NoPauseStep', facts: {} } }
    if (s.rollout.spec.paused) return { trace: { outcome: 'waiting', reason: 'PausedByUser', facts: {} } }
    if (isScaling(draft)) return { trace: { outcome: 'waiting', reason: 'VersionsAreScaling', facts: {} } }
    const since = pauseSince(s.status, STEP_PAUSE)
    if (since === undefined) return begin(s, draft)
    const end = pauseEnd(since, pause)
    return {
      // The end itself still belongs to the pause.
      wakeAt: end === undefined ? undefined : end + 1,
      trace: { outcome: 'waiting', reason: end === undefined ? 'WaitsForResume' : 'WaitsForTime', facts: { since } },
    }
  },
}

function begin(s: Situation, draft: Draft): Step<Draft> {
  if (s.status.controllerPause) return { trace: { outcome: 'satisfied', reason: 'Resumed', facts: {} } }
  return {
    draft: { ...draft, addPauses: [...draft.addPauses, STEP_PAUSE] },
    trace: { outcome: 'acted', reason: 'PauseBegins', facts: {} },
  }
}
