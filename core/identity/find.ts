/**
 * Which ReplicaSet carries the current template (design rule 1, users 4-A). A revision is never new because a hash came out different:
 * what was recorded for this very generation comes first, then the hash of upstream's recipe, then of its recipe before 1.9,
 * then equality after defaulting, for which `needs` asks for the few templates that have the same images.
 */
import type { PodTemplate } from '../api/types.ts'
import { HASH } from '../keys.ts'
import { templatesEqual } from '../kube/template/equality.ts'
import { podTemplateHash } from '../kube/template/hash.ts'
import type { ReplicaSetView, World } from '../world.ts'
import { imagesOf } from './images.ts'
import { withoutInjected } from './injected.ts'
import { isRecorded } from './recorded.ts'

export interface Found {
  readonly rs?: ReplicaSetView
  /** Label of the ReplicaSet, or the hash under which it would be created. */
  readonly hash: string
  /** ReplicaSets whose templates have to be compared before it can be said that there is none. */
  readonly undecided: readonly ReplicaSetView[]
}

export function findNewReplicaSet(world: World, template: PodTemplate, sets: readonly ReplicaSetView[]): Found {
  const recorded = isRecorded(world) ? byHash(sets, world.rollout.status?.currentPodHash) : undefined
  if (recorded) return { rs: recorded, hash: recorded.labels[HASH] ?? '', undecided: [] }
  const collisions = world.rollout.status?.collisionCount
  const hash = podTemplateHash(template, collisions)
  const hashed = byHash(sets, hash) ?? byHash(sets, podTemplateHash(template, collisions, 'before-1.9'))
  if (hashed) return { rs: hashed, hash: hashed.labels[HASH] ?? '', undecided: [] }
  const images = imagesOf(template).join()
  const alike = sets.filter(rs => rs.images.join() === images)
  const undecided = alike.filter(rs => rs.template === undefined)
  const equal = alike.find(
    rs => rs.template && !rs.isTemplateEdited && templatesEqual(withoutInjected(rs, rs.template), template),
  )
  return equal ? { rs: equal, hash: equal.labels[HASH] ?? '', undecided: [] } : { hash, undecided }
}

function byHash(sets: readonly ReplicaSetView[], hash: string | undefined): ReplicaSetView | undefined {
  return hash === undefined ? undefined : sets.find(rs => rs.labels[HASH] === hash)
}
