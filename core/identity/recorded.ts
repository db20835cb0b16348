import { HASH } from '../keys.ts'
import type { World } from '../world.ts'
import { imagesOf } from './images.ts'

/**
 * The stored status was derived from exactly this spec, and this state of the workload: what it says about the template and the steps holds,
 * whoever wrote it. One that says InvalidSpec was not derived at all.
 */
export function isRecorded({ rollout, workload, replicaSets }: World): boolean {
  const status = rollout.status
  if (status?.observedGeneration !== String(rollout.metadata.generation) || !status.currentPodHash) return false
  if (status.conditions?.some(condition => condition.type === 'InvalidSpec')) return false
  if (workload.state !== 'resolved') return true
  // A workload that was made again counts its generations anew.
  const recorded = replicaSets.find(({ labels }) => labels[HASH] === status.currentPodHash)
  const isOther = recorded && recorded.images.join() !== imagesOf(workload.template).join()
  return !isOther && status.workloadObservedGeneration === String(workload.generation)
}
