/** The one place that changes the size of a ReplicaSet: one request for size, bookkeeping and deadline, one event (contract rollout 7.5). */
import { type Draft, withPatch } from '../draft.ts'
import { newRevision } from '../identity/annotations.ts'
import type { Body } from '../intent.ts'
import { DESIRED_REPLICAS, SCALE_DOWN_DEADLINE } from '../keys.ts'
import { revisionOf } from '../revision.ts'
import { isAborted, type Situation } from '../situation.ts'
import { abortScaleDownDelaySeconds } from '../spec.ts'
import type { ReplicaSetView } from '../world.ts'
import { lowestAllowed, sizeOf } from './lower.ts'
import { highestAllowed } from './raise.ts'

/** Brings `rs` to `size`, or as near as the laws of capacity and surge allow, and its desired-replicas annotation to N. */
export function withSize(s: Situation, draft: Draft, rs: ReplicaSetView, size: number, because: string): Draft {
  const from = sizeOf(draft, rs)
  const to = size < from ? lowestAllowed(s, draft, rs, size) : highestAllowed(s, draft, rs, size)
  const annotations = annotationsFor(s, rs, to)
  if (to === from && Object.keys(annotations).length === 0) return draft
  const body: Body = {
    ...(to === from ? {} : { spec: { replicas: to } }),
    ...(Object.keys(annotations).length === 0 ? {} : { metadata: { annotations } }),
  }
  const patched = withPatch(draft, {
    target: targetOf(s, rs),
    body,
    // A shrinking decision stands on counts: should they have changed, it is decided again.
    preconditions: { uid: rs.uid, ...(to < from ? { resourceVersion: rs.resourceVersion } : {}) },
    because: to === from ? `desired-replicas is ${s.replicas}` : because,
    notes: to === from ? [] : [scaled(s, rs, from, to)],
  })
  return to === from ? patched : { ...patched, sizes: { ...patched.sizes, [rs.name]: to } }
}

/** N is another one than when what runs was sized. */
export function isResized({ newRS, stableRS, replicas }: Situation): boolean {
  const desired = [newRS, stableRS].map(rs => rs && rs.replicas > 0 && rs.annotations[DESIRED_REPLICAS])
  return desired.some(size => size && size !== String(replicas))
}

export function targetOf(s: Situation, rs: ReplicaSetView) {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: s.rollout.metadata.namespace, name: rs.name }
}

function annotationsFor(s: Situation, rs: ReplicaSetView, size: number): { readonly [key: string]: string | null } {
  const desired = String(s.replicas)
  const isEmptied = size === 0 && rs.replicas > 0 && rs.annotations[SCALE_DOWN_DEADLINE] !== undefined
  return {
    ...(rs.annotations[DESIRED_REPLICAS] === desired ? {} : { [DESIRED_REPLICAS]: desired }),
    ...(isEmptied && !keepsDeadlines(s) ? { [SCALE_DOWN_DEADLINE]: null } : {}),
  }
}

/** An aborted version keeps its passed deadline: it says that the delay is over (contract rollout 7.10). So does, as upstream has it, any that goes meanwhile. */
function keepsDeadlines(s: Situation): boolean {
  return isAborted(s) && s.stableRS !== undefined && abortScaleDownDelaySeconds(s.rollout) !== undefined
}

function scaled(s: Situation, rs: ReplicaSetView, from: number, to: number) {
  const direction = to > from ? 'Scaled up' : 'Scaled down'
  const revision = rs === s.newRS ? newRevision(s) : revisionOf(rs)
  const message = `${direction} ReplicaSet ${rs.name} (revision ${revision}) from ${from} to ${to}`
  return { type: 'Normal', reason: 'ScalingReplicaSet', message } as const
}
