/** How many pods a Deployment may have too many or too few, and what its ReplicaSets add up to. */
import type { KubeObject } from '../../api.ts'
import { podsOf, sum } from '../share.ts'

export const isRolling = (deployment: KubeObject): boolean => deployment.spec.strategy?.type !== 'Recreate'

export const replicasOf = (set: KubeObject): number => set.spec.replicas ?? 0
export const totalReplicas = (sets: readonly KubeObject[]): number => sum(sets.map(replicasOf))
export const availableOf = (set: KubeObject): number => set.status?.availableReplicas ?? 0
export const isScaledUp = (set: KubeObject): boolean => replicasOf(set) > 0

export function maxSurge(deployment: KubeObject): number {
  if (!isRolling(deployment)) return 0
  return podsOf(deployment.spec.strategy?.rollingUpdate?.maxSurge, replicasOf(deployment), 'up')
}

/** At least one when maxSurge is none too: or the update could never begin. */
export function maxUnavailable(deployment: KubeObject): number {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment) || replicas === 0) return 0
  const asked = podsOf(deployment.spec.strategy?.rollingUpdate?.maxUnavailable, replicas, 'down')
  return Math.min(asked === 0 && maxSurge(deployment) === 0 ? 1 : asked, replicas)
}

export const byAge = (a: KubeObject, b: KubeObject): number =>
  a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) ||
  a.metadata.name.localeCompare(b.metadata.name)
