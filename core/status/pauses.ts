/** Abort and pause fields (contract rollout 9.2, 9.3). */
import type { PauseCondition } from '../api/types.ts'
import type { Situation } from '../situation.ts'
import type { Fields, Transition } from './transition.ts'

/** abortedAt is the time of the first pass that saw the abort. While aborted there are no pauses. */
export function pauseFields(s: Situation, transition: Transition, timedOut: boolean, now: string): Fields {
  if (timedOut || (s.status.abort && !transition.removeAbort)) {
    return { abort: true, abortedAt: s.status.abortedAt ?? now }
  }
  if (transition.clearPauses) return {}
  const pauseConditions = remaining(s, transition, now)
  if (pauseConditions.length > 0) {
    return { pauseConditions, controllerPause: transition.addPauses?.length ? true : s.status.controllerPause }
  }
  return transition.keepControllerPause && s.status.controllerPause ? { controllerPause: true } : {}
}

function remaining(s: Situation, transition: Transition, now: string): readonly PauseCondition[] {
  const present = s.status.pauseConditions ?? []
  const kept = present.filter(pause => !transition.removePauses?.includes(pause.reason))
  const added = (transition.addPauses ?? []).filter(reason => !kept.some(pause => pause.reason === reason))
  return [...kept, ...added.map(reason => ({ reason, startTime: now }))]
}
