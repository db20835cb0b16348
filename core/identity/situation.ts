/** From World to Situation: who is new, who is stable, and what a change of template or steps means for the stored status. */
import { stepsHash } from '../api/steps-hash.ts'
import type { PodTemplate, RolloutStatus } from '../api/types.ts'
import { DESIRED_REPLICAS, HASH, REVISION } from '../keys.ts'
import { revisionOf } from '../revision.ts'
import { isPromoted, type Situation } from '../situation.ts'
import { blueGreenOf, canaryOf, desiredReplicas, stepsOf } from '../spec.ts'
import { findCondition } from '../status/conditions.ts'
import { type HandOver, handOverOf } from '../workload/handover.ts'
import type { LabelSelector, ReplicaSetView, World } from '../world.ts'
import type { Found } from './find.ts'
import { imagesOf } from './images.ts'
import { isRecorded } from './recorded.ts'

export interface Resolved {
  readonly template: PodTemplate
  readonly selector: LabelSelector
}

export function situationOf(
  world: World,
  resolved: Resolved,
  ours: readonly ReplicaSetView[],
  found: Found,
): Situation {
  const { rollout } = world
  const stepHash = stepHashOf(world)
  const recorded = rollout.status ?? {}
  const differs = isTemplateChanged(recorded, found.hash) || isStepListChanged(world, recorded, stepHash)
  const replicas = desiredReplicas(world)
  // Before the first status there is no attempt that this could be a new one after.
  const handOver = handOverOf(world, replicas, differs && Boolean(recorded.currentPodHash))
  const changed = differs && handOver?.direction !== 'back'
  const newRS = found.rs ?? unborn(world, resolved.template, ours, found.hash)
  const all = found.rs ? ours : [...ours, newRS]
  const was = all.find(rs => rs.labels[HASH] === recorded.stableRS)
  const isStable = was && !(changed && isUnproven(handOver, recorded, was, replicas))
  const { stableRS: _, ...unproven } = recorded
  const stored = was && !isStable ? unproven : recorded
  const stableRS = isStable ? was : undefined
  const canary = canaryOf(rollout)
  const blueGreen = blueGreenOf(rollout)
  return {
    world,
    rollout,
    replicas,
    ...resolved,
    ...(canary ? { canary } : {}),
    ...(blueGreen ? { blueGreen } : {}),
    steps: stepsOf(rollout),
    all,
    newRS,
    newRSExists: found.rs !== undefined,
    ...(stableRS ? { stableRS } : {}),
    ...(handOver ? { handOver } : {}),
    others: all.filter(rs => rs !== newRS && rs !== stableRS),
    podHash: found.hash,
    stepHash,
    changed,
    stored,
    status: effectiveStatus(stored, found.hash, changed, isAbortOfThis(recorded, ours, found), handOver),
  }
}

/**
 * The stored status is about a promoted version, where there is nothing to abort, and the attempt after it has begun but is not told of yet:
 * then it is this attempt that somebody has aborted.
 */
function isAbortOfThis(stored: RolloutStatus, ours: readonly ReplicaSetView[], { rs, hash }: Found): boolean {
  const isNewest = rs !== undefined && ours.every(other => other === rs || revisionOf(other) < revisionOf(rs))
  return isNewest && stored.abort === true && isPromoted(stored) && isTemplateChanged(stored, hash)
}

/** An empty hash is no change: the first deployment runs through (contract rollout 8.1). */
function isTemplateChanged(stored: RolloutStatus, hash: string): boolean {
  return Boolean(stored.currentPodHash) && stored.currentPodHash !== hash
}

function isStepListChanged({ rollout }: World, stored: RolloutStatus, hash: string): boolean {
  return canaryOf(rollout) !== undefined && stored.currentStepHash !== hash
}

/** Steps of a spec that the stored status is about have the recorded hash, whoever computed it (users 4-A5). */
function stepHashOf(world: World): string {
  const canary = canaryOf(world.rollout)
  if (!canary) return ''
  return (isRecorded(world) && world.rollout.status?.currentStepHash) || stepsHash(canary.steps)
}

/**
 * Upstream calls a first version stable before it has a pod. While the Deployment still is what is stable, and bounds what may run beside it,
 * a new template does not go back to a version that was never whole; nor does it after that version was given up.
 */
function isUnproven(handOver: HandOver | undefined, status: RolloutStatus, was: ReplicaSetView, replicas: number) {
  if (!handOver?.isFirst || was.status.availableReplicas >= replicas) return false
  const reason = findCondition(status.conditions ?? [], 'WorkloadDrained')?.reason ?? ''
  return reason === 'HandedBack' || reason === 'HandingBack' || (handOver.isBounded && reason !== '')
}

/** See Situation.status. */
function effectiveStatus(
  stored: RolloutStatus,
  currentPodHash: string,
  changed: boolean,
  isAborted: boolean,
  handOver: HandOver | undefined,
): RolloutStatus {
  const status = { ...stored, currentPodHash }
  if (changed) {
    const { abort, abortedAt, pauseConditions, controllerPause, promoteFull, currentStepIndex, ...kept } = status
    const { scaleUpPreviewCheckPoint, ...blueGreen } = kept.blueGreen ?? {}
    return { ...kept, blueGreen, ...(isAborted ? { abort: true } : {}) }
  }
  // An adopted Deployment is what a first version goes back to.
  if (handOver?.direction === 'back' || !(isPromoted(status) || status.promoteFull)) return status
  // With nothing to go back to an abort is dropped, and a full promotion overrules it (contract rollout 9.3, 7.8).
  const { abort, abortedAt, ...promoted } = status
  return promoted
}

/** The ReplicaSet that is about to be created, as if it existed with no pod: the stages size it before it is born, so that one request makes it whole. */
function unborn(world: World, template: PodTemplate, ours: readonly ReplicaSetView[], hash: string): ReplicaSetView {
  const { rollout } = world
  const labels = { ...template.metadata?.labels, [HASH]: hash }
  const revision = Math.max(0, ...ours.map(revisionOf)) + 1
  return {
    name: `${rollout.metadata.name}-${hash}`,
    uid: '',
    resourceVersion: '',
    creationTimestamp: '9999-12-31T23:59:59Z',
    generation: 1,
    labels,
    annotations: { [REVISION]: String(revision), [DESIRED_REPLICAS]: String(desiredReplicas(world)) },
    ownerUid: rollout.metadata.uid,
    replicas: 0,
    minReadySeconds: rollout.spec.minReadySeconds ?? 0,
    images: imagesOf(template),
    templateLabels: labels,
    templateAnnotations: template.metadata?.annotations ?? {},
    status: { replicas: 0, readyReplicas: 0, availableReplicas: 0, observedGeneration: 0 },
  }
}
