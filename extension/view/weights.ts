/** How much traffic the new version should have, and has. */
import type { Rollout } from '../argocd/types.ts'

export interface Weights {
  /** Percent that the steps ask for. */
  readonly set: number
  /** Percent as routed, or as the share of available pods when nothing routes. */
  readonly actual: number
  readonly source: 'router' | 'pods'
  /** The router has confirmed the weight; undefined when it cannot be asked. */
  readonly verified?: boolean
}

/** Undefined for blue-green, where traffic is moved at once. `available`: pods of the new version that take traffic. */
export function deriveWeights(rollout: Rollout, available: number): Weights | undefined {
  const canary = rollout.spec.strategy?.canary
  if (!canary) return undefined
  const set = setWeight(rollout)
  const { weights } = rollout.status?.canary ?? {}
  if (canary.trafficRouting && weights?.canary)
    return {
      set,
      actual: weights.canary.weight ?? 0,
      source: 'router',
      ...(weights.verified !== undefined && { verified: weights.verified }),
    }
  const total = rollout.status?.availableReplicas ?? 0
  return { set, actual: total === 0 ? 0 : Math.round((available * 100) / total), source: 'pods' }
}

/** Aborted: none; promoted or past the last step: all; else the last setWeight that was reached. */
function setWeight({ spec, status = {} }: Rollout): number {
  const steps = spec.strategy?.canary?.steps ?? []
  const index = status.currentStepIndex ?? 0
  if (status.abort) return 0
  if (index >= steps.length || status.currentPodHash === status.stableRS) return 100
  const reached = steps.slice(0, index + 1).map(step => step.setWeight)
  return Number(reached.findLast(weight => weight !== undefined) ?? 0)
}
