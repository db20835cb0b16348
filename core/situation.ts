/**
 * Situation: what a World means. Who is the new version, who is stable, what has changed; computed once a pass and read by every stage.
 */
import type { BlueGreenStrategy, CanaryStep, CanaryStrategy, PodTemplate, Rollout, RolloutStatus } from './api/types.ts'
import type { HandOver } from './workload/handover.ts'
import type { LabelSelector, ReplicaSetView, World } from './world.ts'

export interface Situation {
  readonly world: World
  readonly rollout: Rollout
  /** N. */
  readonly replicas: number
  readonly template: PodTemplate
  readonly selector: LabelSelector
  /** Exactly one of the two is there. */
  readonly canary?: CanaryStrategy
  readonly blueGreen?: BlueGreenStrategy
  readonly steps: readonly CanaryStep[]
  /** Every ReplicaSet of this Rollout, the new one included, oldest first. */
  readonly all: readonly ReplicaSetView[]
  /** The ReplicaSet of the current template. While it does not exist yet: what it will be, at size zero. */
  readonly newRS: ReplicaSetView
  readonly newRSExists: boolean
  /** The ReplicaSet of status.stableRS; the same object as newRS when fully promoted. */
  readonly stableRS?: ReplicaSetView
  /** Neither new nor stable. */
  readonly others: readonly ReplicaSetView[]
  readonly podHash: string
  readonly stepHash: string
  /** Capacity that comes from a referenced Deployment, or goes back to it. */
  readonly handOver?: HandOver
  /** The template or the steps differ from what the stored status is about: this attempt begins anew (contract rollout 7.8). */
  readonly changed: boolean
  /** As stored: what transitions are measured against. */
  readonly stored: RolloutStatus
  /**
   * What the stages read: the stored status, but in the pass of a change as if nothing of the attempt before had happened
   * (no pauses, no abort, no promotion, step zero), and without an abort once promoted.
   */
  readonly status: RolloutStatus
}

export function isPromoted(status: RolloutStatus): boolean {
  return status.stableRS === status.currentPodHash
}

/** A distinct stable ReplicaSet exists: there are two versions to balance. */
export function hasTwoVersions(s: Situation): s is Situation & { readonly stableRS: ReplicaSetView } {
  return s.stableRS !== undefined && s.stableRS !== s.newRS
}

export function isAborted(s: Situation): boolean {
  return s.status.abort === true
}

/** Progress stops: the user has paused, or an analysis could not tell good from bad (contract rollout 0.1). */
export function isHalted(s: Situation): boolean {
  return s.rollout.spec.paused === true || hasPause(s.status, 'InconclusiveAnalysisRun')
}

export function hasPause(status: RolloutStatus, reason: string): boolean {
  return pauseSince(status, reason) !== undefined
}

export function pauseSince(status: RolloutStatus, reason: string): string | undefined {
  return status.pauseConditions?.find(pause => pause.reason === reason)?.startTime
}
