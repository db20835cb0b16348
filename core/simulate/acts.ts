/** What people and autoscalers do to a Rollout, as patches (contract rollout 9.5). */
import type { RolloutSpec, RolloutStatus } from '../api/types.ts'
import { formatTime } from '../kube/time.ts'
import { mergePatch } from './effects.ts'
import { templateOf } from './fixture.ts'
import type { Cluster } from './objects.ts'
import type { Act } from './simulate.ts'

export const deploy = (image: string) => onSpec(`deploy ${image}`, () => ({ template: templateOf(image) }))
export const scale = (replicas: number) => onSpec(`scale to ${replicas}`, () => ({ replicas }))
export const pause = onSpec('pause', () => ({ paused: true }))
export const resume = onSpec('resume', () => ({ paused: false }))
export const restart = onSpec('restart', cluster => ({ restartAt: formatTime(cluster.now + 1000) }))
export const abort = onStatus('abort', () => ({ abort: true }))
export const retry = onStatus('retry', () => ({ abort: false }))

/** Ends the pause, or skips the current step where there is none. */
export const promote: Act = {
  name: 'promote',
  run(cluster) {
    const status = cluster.rollout.status ?? {}
    const running = cluster.rollout.spec.paused ? resume.run(cluster) : cluster
    if (status.pauseConditions?.length) return patchStatus(running, { pauseConditions: null })
    const steps = cluster.rollout.spec.strategy?.canary?.steps
    if (!steps) return running
    const next = Math.min(steps.length, (status.currentStepIndex ?? 0) + 1)
    return patchStatus(running, { pauseConditions: null, currentStepIndex: next })
  },
}

export const promoteFull: Act = {
  name: 'promote --full',
  run(cluster) {
    const { currentPodHash, stableRS } = cluster.rollout.status ?? {}
    const running = cluster.rollout.spec.paused ? resume.run(cluster) : cluster
    return currentPodHash === stableRS ? running : patchStatus(running, { promoteFull: true })
  },
}

/** Nothing but time. */
export const wait = (seconds: number): Act => ({
  name: `wait ${seconds} s`,
  run: cluster => ({ ...cluster, now: cluster.now + seconds * 1000 }),
})

function onSpec(name: string, patch: (cluster: Cluster) => Partial<RolloutSpec>): Act {
  return {
    name,
    run(cluster) {
      const spec = mergePatch(cluster.rollout.spec, patch(cluster)) as RolloutSpec
      const generation = cluster.rollout.metadata.generation + 1
      // A second later, so that creation times tell revisions apart.
      return touch({ ...cluster, now: cluster.now + 1000 }, { spec, generation })
    },
  }
}

type StatusPatch = { readonly [K in keyof RolloutStatus]?: RolloutStatus[K] | null }

function onStatus(name: string, patch: () => StatusPatch): Act {
  return { name, run: cluster => patchStatus(cluster, patch()) }
}

function patchStatus(cluster: Cluster, patch: StatusPatch): Cluster {
  return touch(cluster, { status: mergePatch(cluster.rollout.status, patch) as RolloutStatus })
}

function touch(cluster: Cluster, change: { spec?: RolloutSpec; status?: RolloutStatus; generation?: number }): Cluster {
  const { generation = cluster.rollout.metadata.generation, ...fields } = change
  const version = cluster.version + 1
  const metadata = { ...cluster.rollout.metadata, generation, resourceVersion: String(version) }
  return { ...cluster, version, rollout: { ...cluster.rollout, ...fields, metadata } }
}
