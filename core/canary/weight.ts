/** Which weight the canary is meant to have (contract rollout 7.2, 7.4, 7.5.1). */
import type { CanaryStep, SetCanaryScale } from '../api/types.ts'
import { isRollbackToActive, isRollbackWithinWindow } from '../rollback.ts'
import { isAborted, isPromoted, type Situation } from '../situation.ts'
import { maxWeight } from '../spec.ts'

export function currentIndex(s: Situation): number {
  return s.status.currentStepIndex ?? 0
}

/** The step that is being worked on; undefined without steps and after the last one. */
export function currentStep(s: Situation): CanaryStep | undefined {
  return s.steps[currentIndex(s)]
}

/** The last setWeight at or before the current step, 0 before the first, everything after the last step, 0 when aborted. */
export function currentSetWeight(s: Situation): number {
  if (isAborted(s)) return 0
  if (!currentStep(s)) return maxWeight(s.rollout)
  const sofar = s.steps.slice(0, currentIndex(s) + 1)
  return sofar.findLast(step => step.setWeight !== undefined)?.setWeight ?? 0
}

/** The weight that sizes follow: everything for a full promotion, a first deployment, and once promoted. */
export function sizingWeight(s: Situation): number {
  if (s.status.promoteFull || !s.status.stableRS || isPromoted(s.status)) return maxWeight(s.rollout)
  // Sizes of the pass that tells of a change follow what it tells; those of the next know that a way back within the window has no steps.
  const isSkipping = s.changed ? isRollbackToActive(s) : isRollbackWithinWindow(s) && !isAborted(s)
  return isSkipping ? maxWeight(s.rollout) : currentSetWeight(s)
}

/** The setCanaryScale step in force: the last one so far, unless it goes back to following the weight; none after the last step or when aborted. */
export function canaryScale(s: Situation): SetCanaryScale | undefined {
  if (!currentStep(s) || isAborted(s) || s.status.promoteFull || isPromoted(s.status)) return undefined
  const sofar = s.steps.slice(0, currentIndex(s) + 1)
  const scale = sofar.findLast(step => step.setCanaryScale !== undefined)?.setCanaryScale
  return scale?.matchTrafficWeight ? undefined : scale
}
