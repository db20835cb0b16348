/** The pause before the active Service is switched (contract rollout 8.3). */
import { autoPromotionAt, isFastTracked, isPauseComplete, isReady, SWITCH_PAUSE } from '../bluegreen/readiness.ts'
import { isSwitching } from '../bluegreen/services.ts'
import type { Draft } from '../draft.ts'
import { isResized } from '../replicas/scale.ts'
import { hasPause, isAborted, isHalted, type Situation } from '../situation.ts'
import { isAutoPromoted } from '../spec.ts'
import { type Stage, type Step, said } from '../stage.ts'

export const pauseBeforeSwitch: Stage<Situation, Draft> = {
  name: 'pauseBeforeSwitch',
  run(s, draft, now): Step<Draft> {
    if (isResized(s)) return { trace: said('waiting', 'VersionsAreScaling') }
    if (isAborted(s) || isHalted(s) || !isReady(s)) {
      return { trace: said('waiting', isReady(s) ? 'Stopped' : 'NotAvailable') }
    }
    // A pause that is over stays on record until the Service is seen to have moved: resumed and promoted are one thing to tell.
    const isOver = isFastTracked(s, now) || isPauseComplete(s, false, now) || !needsPause(s)
    if (isOver) return isSwitching(s, now) ? keep() : end(s, draft)
    if (hasPause(s.status, SWITCH_PAUSE)) return wait(s)
    return s.status.controllerPause ? keep() : begin(draft)
  },
}

/** Only these two settings make the controller pause; the mark of a passed preview ends it. */
function needsPause(s: Situation): boolean {
  const strategy = s.blueGreen
  if (!strategy || s.status.blueGreen?.scaleUpPreviewCheckPoint) return false
  return !isAutoPromoted(strategy) || (strategy.autoPromotionSeconds ?? 0) > 0
}

function begin(draft: Draft): Step<Draft> {
  return {
    draft: { ...draft, addPauses: [...draft.addPauses, SWITCH_PAUSE] },
    trace: said('acted', 'PauseBegins'),
  }
}

function end(s: Situation, draft: Draft): Step<Draft> {
  if (!hasPause(s.status, SWITCH_PAUSE)) return keep()
  return {
    draft: { ...draft, removePauses: [...draft.removePauses, SWITCH_PAUSE] },
    trace: said('acted', 'PauseIsOver'),
  }
}

function keep(): Step<Draft> {
  return { trace: said('satisfied', 'NoPause') }
}

function wait(s: Situation): Step<Draft> {
  const at = autoPromotionAt(s)
  return {
    // The end itself still belongs to the pause.
    wakeAt: at === undefined ? undefined : at + 1,
    trace: said('waiting', at === undefined ? 'WaitsForResume' : 'WaitsForTime'),
  }
}
