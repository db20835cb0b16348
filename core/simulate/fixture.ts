/** A cluster to simulate from: one Rollout that nobody has looked at yet. */
import type { Rollout, RolloutSpec } from '../api/types.ts'
import { formatTime, type Instant } from '../kube/time.ts'
import type { Cluster } from './objects.ts'

const START: Instant = 1_767_225_600_000

/** A Rollout `web` of image `web:1` in namespace `shop`, and the Services that its strategy names. */
export function clusterWith(spec: Partial<RolloutSpec>): Cluster {
  const rollout = rolloutWith(spec)
  const names = [spec.strategy?.blueGreen?.activeService, spec.strategy?.blueGreen?.previewService]
    .concat([spec.strategy?.canary?.stableService, spec.strategy?.canary?.canaryService])
    .filter(name => name !== undefined)
  return {
    now: START,
    version: 100,
    rollout,
    workload: { state: 'inline' },
    replicaSets: [],
    services: names.map(name => ({ kind: 'Service', metadata: meta(name), spec: { selector: { app: 'web' } } })),
    pods: [],
  }
}

function rolloutWith(spec: Partial<RolloutSpec>): Rollout {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { ...meta('web'), generation: 1 },
    spec: { selector: { matchLabels: { app: 'web' } }, template: templateOf('web:1'), ...spec },
  }
}

function meta(name: string) {
  return { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: formatTime(START) }
}

export function templateOf(image: string) {
  return { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image }] } }
}
