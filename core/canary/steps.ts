/** Completion and naming of steps (contract rollout 7.2, 6.1). */

import { pauseSeconds } from '../api/pause.ts'
import type { CanaryStep, IntOrString, RolloutPause } from '../api/types.ts'
import { type Instant, parseTime } from '../kube/time.ts'
import { pauseSince, type Situation } from '../situation.ts'
import { hasReachedCounts } from './reached.ts'
import { currentStep } from './weight.ts'

export const STEP_PAUSE = 'CanaryPauseStep'

/** Whether the current step is done. Steps of other kinds than these complete in stages of their own. */
export function isStepComplete(s: Situation, now: Instant): boolean {
  const step = currentStep(s)
  if (!step || s.rollout.spec.paused) return false
  if (step.pause) return isPauseOver(s, step.pause, now)
  if (step.setWeight !== undefined) return hasReachedCounts(s) && isRouted(s, step.setWeight) && isWatched(s)
  if (step.setCanaryScale) return hasReachedCounts(s) && isWatched(s)
  return step.setHeaderRoute !== undefined || step.setMirrorRoute !== undefined
}

/** With a router the weight is in force when the status says so, and nobody has found it not to be. */
function isRouted(s: Situation, weight: number): boolean {
  if (!s.canary?.trafficRouting) return true
  const weights = s.status.canary?.weights
  return weights?.canary.weight === weight && weights.verified !== false
}

/** With a background analysis no weight is passed that it has not seen. */
function isWatched(s: Situation): boolean {
  const { startingStep = 0 } = s.canary?.analysis ?? {}
  if (!s.canary?.analysis || (s.status.currentStepIndex ?? 0) < startingStep) return true
  return s.status.canary?.currentBackgroundAnalysisRunStatus?.status === 'Successful'
}

/** Resumed by a person (the controller has paused and the condition is gone), or past its time. */
function isPauseOver(s: Situation, pause: RolloutPause, now: Instant): boolean {
  const since = pauseSince(s.status, STEP_PAUSE)
  if (since === undefined) return s.status.controllerPause === true
  const end = pauseEnd(since, pause)
  return end !== undefined && now > end
}

/** When a pause with a duration ends; undefined for one that waits to be resumed. */
export function pauseEnd(since: string, pause: RolloutPause): Instant | undefined {
  const started = parseTime(since)
  const seconds = pauseSeconds(pause.duration)
  return seconds === undefined || started === undefined ? undefined : started + seconds * 1000
}

/** A step as the event RolloutStepCompleted names it: a pause with its duration as written (corrections 7). */
export function stepText(step: CanaryStep): string {
  if (step.setWeight !== undefined) return `setWeight: ${step.setWeight}`
  if (step.pause) return pauseText(step.pause.duration)
  if (step.experiment) return 'experiment'
  if (step.analysis) return 'analysis'
  if (step.setCanaryScale) return `setCanaryScale${scaleText(step.setCanaryScale)}`
  if (step.plugin) return `plugin: ${step.plugin.name}`
  if (step.setHeaderRoute) return `setHeaderRoute: ${step.setHeaderRoute.name ?? ''}`
  if (step.setMirrorRoute) return `setMirrorRoute: ${step.setMirrorRoute.name}`
  return 'invalid'
}

function pauseText(duration: IntOrString | undefined): string {
  return duration === undefined ? 'pause' : `pause: ${duration}`
}

function scaleText(scale: NonNullable<CanaryStep['setCanaryScale']>): string {
  if (scale.weight !== undefined) return `{weight: ${scale.weight}}`
  return scale.matchTrafficWeight ? '{matchTrafficWeight: true}' : `{replicas: ${scale.replicas ?? 0}}`
}
