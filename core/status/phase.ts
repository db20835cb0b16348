/** phase and message: the first test that holds says it (contract rollout 5.5). */
import type { RolloutStatus } from '../api/types.ts'
import { parseTime } from '../kube/time.ts'
import { blueGreenOf, canaryOf, desiredReplicas, type Sized } from '../spec.ts'
import { findCondition } from './conditions.ts'
import { isCompleted } from './progress.ts'

export interface Phase {
  readonly phase: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded'
  readonly message?: string
}

/** The new version is whole, and what was before it is about to have gone. */
export const OLD_PODS_LEAVE = 'old replicas are pending termination'

export function phaseOf(world: Sized, status: RolloutStatus): Phase {
  const { spec } = world.rollout
  const degraded = degradation(status)
  if (degraded !== undefined) return { phase: 'Degraded', message: degraded }
  if (spec.paused) return { phase: 'Paused', message: 'manually paused' }
  const [pause] = status.pauseConditions ?? []
  if (pause) return { phase: 'Paused', message: pause.reason }
  const pending = pendingWork(world, status)
  const held = fleetInTheWay(status)
  if (pending === undefined) return { phase: 'Healthy', ...(held === undefined ? {} : { message: held }) }
  return { phase: 'Progressing', message: held ?? pending }
}

function degradation(status: RolloutStatus): string | undefined {
  for (const { type, reason, message } of status.conditions ?? []) {
    if (type === 'InvalidSpec') return `InvalidSpec: ${message}`
    if (reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded') return `${reason}: ${message}`
  }
  return undefined
}

/** Why the pods of an adopted Deployment stay although they should go: nobody should have to look for it. */
function fleetInTheWay({ conditions = [] }: RolloutStatus): string | undefined {
  const drained = findCondition(conditions, 'WorkloadDrained')
  const isOnTheWay = ['Drained', 'HandingOver', 'HandingBack', 'HandedBack'].includes(drained?.reason ?? 'Drained')
  return isOnTheWay ? undefined : drained?.message
}

function pendingWork(world: Sized, status: RolloutStatus): string | undefined {
  const { rollout } = world
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status
  const restartAt = parseTime(rollout.spec.restartAt)
  if (restartAt !== undefined && restartAt !== parseTime(status.restartedAt)) return 'rollout is restarting'
  if (updatedReplicas < desiredReplicas(world)) return 'more replicas need to be updated'
  if (availableReplicas < updatedReplicas) return 'updated replicas are still becoming available'
  if (blueGreenOf(rollout)) return pendingSwitch(rollout, status)
  if (!canaryOf(rollout)?.trafficRouting && replicas > updatedReplicas) return OLD_PODS_LEAVE
  return isCompleted(status) ? undefined : 'waiting for all steps to complete'
}

function pendingSwitch(rollout: Sized['rollout'], status: RolloutStatus): string | undefined {
  const active = status.blueGreen?.activeSelector
  if (!active || active !== status.currentPodHash) return 'active service cutover pending'
  if (isCompleted(status)) return undefined
  const isAnalysed = blueGreenOf(rollout)?.postPromotionAnalysis?.templates?.length
  const outcome = status.blueGreen?.postPromotionAnalysisRunStatus?.status ?? ''
  const isOver = ['Successful', 'Failed', 'Error', 'Inconclusive'].includes(outcome)
  return isAnalysed && !isOver
    ? 'waiting for analysis to complete'
    : 'waiting for post-promotion verification to complete'
}
