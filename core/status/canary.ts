/** How a canary's state moves on: reset, promotion, abort, or one step (contract rollout 7.3, 7.8). */
import type { CanaryStep, RolloutStatus } from '../api/types.ts'
import { isSkippingSteps, promotionReason } from '../canary/promotion.ts'
import { isStepComplete, STEP_PAUSE, stepText } from '../canary/steps.ts'
import { currentIndex, currentStep } from '../canary/weight.ts'
import type { Draft } from '../draft.ts'
import type { Instant } from '../kube/time.ts'
import { available, existing } from '../replicas/counts.ts'
import { isResized } from '../replicas/scale.ts'
import { isRollbackToActive } from '../rollback.ts'
import { hasPause, hasTwoVersions, isAborted, type Situation } from '../situation.ts'
import { borrowed } from '../workload/handover.ts'
import { promotionOf } from './promotion.ts'
import { canaryRuns } from './runs.ts'
import { note, type Transition } from './transition.ts'

export function canaryTransition(s: Situation, draft: Draft, now: Instant): Transition {
  if (s.changed) return reset(s, now)
  // As upstream: of a new N nothing is told but its sizes until all that runs has been sized for it.
  const isSkipping = isSkippingSteps(s) && !isResized(s)
  const index = isSkipping ? s.steps.length : currentIndex(s)
  const cleared = isSkipping ? { clearPauses: true, removeAbort: true } : {}
  const reason = isResized(s) ? undefined : promotionReason(s)
  if (reason !== undefined) {
    return promotionOf(s, reason, { currentStepIndex: indexOf(s, s.steps.length), canary: carried(s) })
  }
  if (isAborted(s) && !isSkipping) return { fields: fields(s, hasTwoVersions(s) ? 0 : s.steps.length), notes: [] }
  if (isSkipping || isResized(s) || !isStepComplete(s, now)) {
    const keepControllerPause = currentStep(s)?.pause !== undefined
    return {
      fields: fields(s, index, isSkipping ? {} : canaryRuns(s, index)),
      addPauses: draft.addPauses,
      keepControllerPause,
      ...cleared,
      notes: [],
    }
  }
  return advance(s, now)
}

/** A new attempt: step zero, unless it goes back to stable or to a revision within the window that still has pods. */
function reset(s: Situation, now: Instant): Transition {
  const skips = skipText(s)
  const notes = skips === undefined || s.steps.length === 0 ? [] : [note('SkipSteps', skips)]
  const { stepPluginStatuses, ...canary } = carried(s)
  const done = skips === undefined && !isAborted(s) ? doneBeforeBeingTold(s, now) : []
  const index = skips === undefined ? done.length : s.steps.length
  return {
    fields: { ...fields(s, index), canary },
    clearPauses: true,
    notes: [...notes, ...toldOf(s, done)],
  }
}

/** In a crowd the pods of an attempt may be there before anything is said of it: the steps that they fulfil are told in the same write. */
function doneBeforeBeingTold(s: Situation, now: Instant): readonly CanaryStep[] {
  const mayBe = s.world.crowd !== undefined && s.newRS.status.availableReplicas > 0
  return mayBe && isStepComplete(s, now) ? completedSteps(s, now) : []
}

function skipText(s: Situation): string | undefined {
  if (s.newRS === s.stableRS) return 'Rollback to stable ReplicaSets'
  return isRollbackToActive(s) ? 'Rollback to active ReplicaSets within RollbackWindow' : undefined
}

/** A pause that follows begins in the same write; while another is on record it begins in the next, so that both are told and counted. */
function advance(s: Situation, now: Instant): Transition {
  const completed = completedSteps(s, now)
  const index = currentIndex(s) + completed.length
  const isPauseOnRecord = hasPause(s.status, STEP_PAUSE) || s.stored.duration?.manualPauseStartedAt !== undefined
  const pauses = s.steps[index]?.pause !== undefined && !currentStep(s)?.pause && !isPauseOnRecord
  return {
    fields: fields(s, index, canaryRuns(s, index)),
    removePauses: [STEP_PAUSE],
    addPauses: pauses ? [STEP_PAUSE] : [],
    notes: toldOf(s, completed),
  }
}

function toldOf(s: Situation, completed: readonly CanaryStep[]): Transition['notes'] {
  return completed.map((step, offset) => {
    const position = `${currentIndex(s) + offset + 1}/${s.steps.length}`
    return note('RolloutStepCompleted', `Rollout step ${position} completed (${stepText(step)})`)
  })
}

/** The current step; where many Rollouts want something also those after it that the pods fulfil already. A router is set step by step. */
function completedSteps(s: Situation, now: Instant): readonly CanaryStep[] {
  const step = currentStep(s)
  if (!step) return []
  if (step.pause || s.canary?.trafficRouting || s.world.crowd === undefined) return [step]
  const next = { ...s, status: { ...s.status, currentStepIndex: currentIndex(s) + 1 } }
  const isNext = !currentStep(next)?.pause && isStepComplete(next, now)
  return [step, ...(isNext ? completedSteps(next, now) : [])]
}

function fields(s: Situation, index: number, runs: RolloutStatus['canary'] = {}) {
  return {
    stableRS: s.stored.stableRS,
    currentStepIndex: indexOf(s, index),
    promoteFull: s.status.promoteFull,
    canary: { ...carried(s), ...runs },
  }
}

function indexOf(s: Situation, index: number): number | undefined {
  return s.steps.length > 0 ? index : undefined
}

/** What is kept of status.canary; weights mean something only to a router. */
function carried(s: Situation): NonNullable<RolloutStatus['canary']> {
  const { weights, stablePingPong, stepPluginStatuses } = s.stored.canary ?? {}
  return {
    ...(s.canary?.trafficRouting && weights ? { weights } : {}),
    ...(stablePingPong === undefined ? {} : { stablePingPong }),
    ...(stepPluginStatuses === undefined ? {} : { stepPluginStatuses }),
  }
}

/** Counts of a canary: everything that its selector finds; an autoscaler finds the pods of an adopted Deployment, too. */
export function canaryCountFields(s: Situation) {
  return {
    availableReplicas: available(s.all),
    HPAReplicas: Math.min(existing(s.all) + borrowed(s.handOver), s.replicas),
  }
}
