import { expect, it } from 'vitest'
import { routedCounts } from './routed.ts'

// Examples of contract rollout 7.5.1; minPodsPerReplicaSet above N.
it.each([
  ['a share of the pods', { replicas: 10, weight: 20 }, 2, 10],
  ['at least the smallest number of pods', { replicas: 10, weight: 5, minPods: 2 }, 2, 10],
  ['no pod without weight', { replicas: 10, weight: 0, minPods: 2 }, 0, 10],
  ['never more than N for the smallest number', { replicas: 1, weight: 5, minPods: 3 }, 1, 1],
  ['a weight of its own beyond everything', { replicas: 4, weight: 10, scale: { weight: 200 } }, 8, 4],
  ['a number of pods as it is', { replicas: 1, weight: 10, scale: { replicas: 9 } }, 9, 1],
])('%s (trap 27)', (_, input, canary, stable) => {
  expect(routedCounts({ maxWeight: 100, ...input })).toEqual({ canary, stable })
})
