import type { World } from '../world.ts'

/**
 * The stored status was derived from exactly this spec, and this state of the workload: what it says about the template and the steps holds,
 * whoever wrote it. One that says InvalidSpec was not derived at all.
 */
export function isRecorded({ rollout, workload }: Pick<World, 'rollout' | 'workload'>): boolean {
  const status = rollout.status
  if (status?.observedGeneration !== String(rollout.metadata.generation) || !status.currentPodHash) return false
  if (status.conditions?.some(condition => condition.type === 'InvalidSpec')) return false
  return workload.state !== 'resolved' || status.workloadObservedGeneration === String(workload.generation)
}
