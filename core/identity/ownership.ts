/** Which ReplicaSets are ours: owned and fitting, plus orphans that fit (contract rollout 4.4). */
import { type Draft, withPatch } from '../draft.ts'
import type { Alive } from '../intent.ts'
import { HASH } from '../keys.ts'
import { matchesSelector } from '../kube/selector.ts'
import type { LabelSelector, ReplicaSetView, World } from '../world.ts'

export interface Ownership {
  readonly ours: readonly ReplicaSetView[]
  readonly adopt: readonly ReplicaSetView[]
  readonly release: readonly ReplicaSetView[]
}

/** Only called with a resolved selector: with an unknown one nothing fits, and everything would be released (contract trap 57). */
export function ownershipOf(world: World, selector: LabelSelector): Ownership {
  const uid = world.rollout.metadata.uid
  const hashed = world.replicaSets.filter(rs => rs.labels[HASH] !== undefined)
  const fits = (rs: ReplicaSetView) => matchesSelector(selector, rs.labels)
  const owned = hashed.filter(rs => rs.ownerUid === uid)
  const adopt = hashed.filter(rs => rs.ownerUid === undefined && rs.deletionTimestamp === undefined && fits(rs))
  const ours = hashed.filter(rs => (rs.ownerUid === uid && fits(rs)) || adopt.includes(rs))
  return { ours, adopt, release: owned.filter(rs => !fits(rs)) }
}

/** Takes orphans and lets go of what does not fit any more. Guarded by resourceVersion, since a list of owners is replaced whole. */
export function withOwners(draft: Draft, world: World, ownership: Ownership): Draft {
  const owner = ownerReference(world)
  const taken = { alive: aliveOf(world), because: 'fits the selector and belongs to nobody' }
  const released = { because: 'does not fit the selector any more' }
  const adopted = ownership.adopt.reduce((next, rs) => withOwnerList(next, world, rs, [owner], taken), draft)
  return ownership.release.reduce((next, rs) => withOwnerList(next, world, rs, [], released), adopted)
}

export function ownerReference({ rollout }: World) {
  const { name, uid } = rollout.metadata
  const { apiVersion, kind } = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' }
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }
}

/** A Rollout that is being deleted adopts nothing: its garbage collection would take the adopted along (contract rollout 4.4 point 2). */
export function aliveOf({ rollout }: World): Alive {
  const { namespace, name, uid } = rollout.metadata
  return { target: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace, name }, uid }
}

function withOwnerList(
  draft: Draft,
  world: World,
  rs: ReplicaSetView,
  controlling: readonly object[],
  how: { readonly because: string; readonly alive?: Alive },
): Draft {
  const { namespace, uid } = world.rollout.metadata
  const owners = [...(rs.otherOwners ?? []).filter(owner => owner.uid !== uid), ...controlling]
  return withPatch(draft, {
    target: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name: rs.name },
    body: { metadata: { ownerReferences: owners.length > 0 ? owners : null } },
    preconditions: { uid: rs.uid, resourceVersion: rs.resourceVersion },
    ...how,
  })
}
