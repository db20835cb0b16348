import { HASH } from '../keys.ts'
import { revisionOf } from '../revision.ts'
import type { ReplicaSetView, World } from '../world.ts'
import { imagesOf } from './images.ts'

/**
 * The stored status was derived from exactly this spec, and this state of the workload: what it says about the template and the steps holds,
 * whoever wrote it. One that says InvalidSpec was not derived at all.
 */
export function isRecorded(world: World): boolean {
  const { rollout, workload } = world
  const { currentPodHash, observedGeneration, conditions, workloadObservedGeneration } = rollout.status ?? {}
  if (observedGeneration !== String(rollout.metadata.generation) || !currentPodHash) return false
  if (conditions?.some(condition => condition.type === 'InvalidSpec')) return false
  const named = world.replicaSets.find(rs => isOwned(world, rs) && rs.labels[HASH] === currentPodHash)
  if (named && isOfSizesOnly(world, named)) return false
  if (workload.state !== 'resolved') return true
  // A workload that was made again counts its generations anew.
  const isAnother = named && named.images.join() !== imagesOf(workload.template).join()
  return !isAnother && workloadObservedGeneration === String(workload.generation)
}

/**
 * Of a new N upstream tells the sizes first: that status has observed the generation, but still names the version before. The one of the template
 * has the highest revision by then.
 */
function isOfSizesOnly(world: World, named: ReplicaSetView): boolean {
  return world.replicaSets.some(rs => isOwned(world, rs) && revisionOf(rs) > revisionOf(named))
}

function isOwned({ rollout }: World, rs: ReplicaSetView): boolean {
  return rs.ownerUid === rollout.metadata.uid
}
