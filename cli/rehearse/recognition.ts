/** Why no ReplicaSet was recognised: what each step of core/identity/find.ts had to go by. */
import { ownershipOf } from '../../core/identity/ownership.ts'
import { isRecorded } from '../../core/identity/recorded.ts'
import type { Resolved } from '../../core/identity/situation.ts'
import { HASH } from '../../core/keys.ts'
import { podTemplateHash } from '../../core/kube/template/hash.ts'
import { newestFirst } from '../../core/revision.ts'
import type { ReplicaSetView, World } from '../../core/world.ts'
import { differingFields } from './differences.ts'

export interface Unrecognised {
  /** The step of the recognition. */
  readonly step: 'recorded' | 'hash' | 'template'
  readonly why: string
  /** Fields of the template that differ from the nearest ReplicaSet's. */
  readonly fields?: readonly string[]
}

/** The one that the status names, or the newest: the one whose template ours should have been. */
export function nearestOf(world: World, { selector }: Resolved): ReplicaSetView | undefined {
  const { ours } = ownershipOf(world, selector)
  return ours.find(set => set.labels[HASH] === world.rollout.status?.currentPodHash) ?? newestFirst(ours)[0]
}

/** `nearest` with its template. */
export function failedSteps(
  world: World,
  resolved: Resolved,
  nearest: ReplicaSetView | undefined,
): readonly Unrecognised[] {
  const { ours } = ownershipOf(world, resolved.selector)
  if (ours.length === 0) return [{ step: 'recorded', why: 'it has no ReplicaSet' }]
  const hashes = ours.map(set => set.labels[HASH]).join(', ')
  const collisions = world.rollout.status?.collisionCount
  const [now, before] = (['current', 'before-1.9'] as const).map(recipe =>
    podTemplateHash(resolved.template, collisions, recipe),
  )
  return [
    { step: 'recorded', why: unrecorded(world) },
    { step: 'hash', why: `${now} (before 1.9: ${before}) is none of ${hashes}` },
    ...(nearest?.template ? [differing(nearest, nearest.template, resolved)] : []),
  ]
}

function unrecorded(world: World): string {
  const { metadata, status = {} } = world.rollout
  if (!status.currentPodHash) return 'status names no current ReplicaSet'
  if (isRecorded(world)) return `status.currentPodHash ${status.currentPodHash} is no ReplicaSet of this Rollout`
  if (status.observedGeneration !== String(metadata.generation))
    return `status is about generation ${status.observedGeneration ?? 'none'}, the Rollout is at ${metadata.generation}`
  return 'status says InvalidSpec, or is about another generation of the workload'
}

function differing(nearest: ReplicaSetView, live: NonNullable<ReplicaSetView['template']>, { template }: Resolved) {
  const fields = differingFields(nearest, live, template)
  return { step: 'template', why: `${nearest.name} differs in ${fields.join(', ')}`, fields } as const
}
