import { describe, expect, it } from 'vitest'
import { formatTime } from '../kube/time.ts'
import { clusterWith, templateOf } from '../simulate/fixture.ts'
import type { Cluster } from '../simulate/objects.ts'
import { simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

/** A Rollout of five pods that has drained its Deployment. */
function drained(mode: 'onsuccess' | 'progressively'): Cluster {
  const cluster = clusterWith({ strategy: { canary: { maxSurge: 1, maxUnavailable: 0 } } })
  const { template, selector, ...spec } = cluster.rollout.spec
  const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown: mode }
  const counts = { replicas: 5, availableReplicas: 5, observedGeneration: 1 }
  const workload = { uid: 'd', template: templateOf('web:1'), selector: { matchLabels: { app: 'web' } }, generation: 1 }
  const adopted = {
    ...cluster,
    autoscalers: [],
    rollout: { ...cluster.rollout, spec: { ...spec, workloadRef } },
    workload: { state: 'resolved', ...workload, replicas: 5, counts },
  } as const
  return lastOf(simulate(adopted, []))
}

function deleted(cluster: Cluster): Cluster {
  const { metadata } = cluster.rollout
  const rollout = { ...cluster.rollout, metadata: { ...metadata, deletionTimestamp: formatTime(cluster.now) } }
  return { ...cluster, version: cluster.version + 1, rollout }
}

function available({ workload, replicaSets }: Cluster): number {
  const theirs = workload.state === 'resolved' ? Math.min(workload.replicas!, workload.counts!.availableReplicas) : 0
  return replicaSets.reduce((sum, { spec, status }) => sum + Math.min(spec.replicas, status.availableReplicas), theirs)
}

describe.each(['progressively', 'onsuccess'] as const)('a Rollout that goes, %s', mode => {
  it.each([
    ['has switched itself off at a Deployment of 0', { isAble: true, desiredReplicas: 0 }],
    ['has not looked at it yet', { isAble: true }],
    ['cannot scale it', { isAble: false }],
    ['remembers what it wanted of the Rollout', { isAble: true, desiredReplicas: 5 }],
  ])('gives all pods back when the autoscaler that was moved to the Deployment %s', (_, wish) => {
    const autoscalers = [{ name: 'web', target: 'workload', ...wish } as const]
    const states = simulate(deleted({ ...drained(mode), autoscalers }), [])
    expect(Math.min(...states.map(({ cluster }) => available(cluster)))).toBe(5)
    expect(lastOf(states).workload).toMatchObject({ replicas: 5, counts: { availableReplicas: 5 } })
  })
})
