/** Sizes of ReplicaSets: the one way to write one, and what a changed `spec.replicas` does in the middle of an update. */

import { semanticallyEqual } from '../../../core/kube/equality.ts'
import type { KubeObject } from '../../api.ts'
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { annotationsOf, desiredReplicas, maxReplicas, sizeAnnotations } from './annotations.ts'
import { availableOf, byAge, isRolling, isScaledUp, maxSurge, replicasOf, totalReplicas } from './budget.ts'
import { allOf, type Revisions } from './revision.ts'

export async function scaleTo(
  view: View,
  deployment: KubeObject,
  set: KubeObject,
  replicas: number,
): Promise<KubeObject> {
  const annotations = sizeAnnotations(deployment)
  if (replicasOf(set) === replicas && semanticallyEqual(annotationsOf(set), { ...annotationsOf(set), ...annotations }))
    return set
  const scaled = await view.patch(kinds.replicaSets, set, { metadata: { annotations }, spec: { replicas } })
  await tellScaled(view, deployment, set, replicas)
  return scaled
}

async function tellScaled(view: View, deployment: KubeObject, set: KubeObject, replicas: number): Promise<void> {
  const before = replicasOf(set)
  if (before === replicas) return
  const direction = replicas > before ? 'up' : 'down'
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`
  await view.tell(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message })
}

/** A ReplicaSet still remembers another `spec.replicas` of its Deployment. */
export const isResized = ({ deployment, ...sets }: Revisions): boolean =>
  allOf({ deployment, ...sets })
    .filter(isScaledUp)
    .some(set => (desiredReplicas(set) ?? replicasOf(deployment)) !== replicasOf(deployment))

/** One active ReplicaSet takes the new size; a finished update clears the old ones; else all grow or shrink in proportion. */
export async function resize(view: View, revisions: Revisions): Promise<void> {
  const { deployment, newest, old } = revisions
  const active = allOf(revisions).filter(isScaledUp)
  const only = active.length === 0 ? (newest ?? old.at(-1)) : active.length === 1 ? active[0] : undefined
  if (only) await scaleTo(view, deployment, only, replicasOf(deployment))
  else if (newest && isSaturated(deployment, newest))
    for (const set of old.filter(isScaledUp)) await scaleTo(view, deployment, set, 0)
  else
    for (const [set, size] of isRolling(deployment) ? proportions(deployment, active) : asTheyAre(active))
      await scaleTo(view, deployment, set, size)
}

const asTheyAre = (sets: readonly KubeObject[]) => sets.map((set): [KubeObject, number] => [set, replicasOf(set)])

export function isSaturated(deployment: KubeObject, set: KubeObject): boolean {
  const wanted = replicasOf(deployment)
  return desiredReplicas(set) === wanted && replicasOf(set) === wanted && availableOf(set) === wanted
}

/** The largest gets what rounding leaves; among equals the newer grows and the older shrinks first. */
export function proportions(deployment: KubeObject, active: readonly KubeObject[]): [KubeObject, number][] {
  const wanted = replicasOf(deployment)
  const allowed = wanted > 0 ? wanted + maxSurge(deployment) : 0
  const change = allowed - totalReplicas(active)
  const age = change > 0 ? -1 : 1
  const sorted = [...active].sort((a, b) => replicasOf(b) - replicasOf(a) || age * byAge(a, b))
  let left = change
  const sizes = sorted.map((set): [KubeObject, number] => {
    const share = fraction(deployment, set, allowed)
    const step = change > 0 ? Math.min(share, left) : Math.max(share, left)
    if (left === 0) return [set, replicasOf(set)]
    left -= step
    return [set, replicasOf(set) + step]
  })
  return sizes.map(([set, size], i) => [set, i === 0 ? Math.max(0, size + left) : size])
}

function fraction(deployment: KubeObject, set: KubeObject, allowed: number): number {
  if (replicasOf(deployment) === 0) return -replicasOf(set)
  const before = maxReplicas(set) || deployment.status?.replicas || allowed
  return Math.round((replicasOf(set) * allowed) / before) - replicasOf(set)
}
