import { expect, test } from 'vitest'
import { formatTime } from '../../core/kube/time.ts'
import { deletionOrder } from './deletion-order.ts'

const NOW = Date.UTC(2026, 0, 2)

interface Made {
  readonly node?: string
  readonly phase?: string
  readonly readyFor?: number
  readonly age?: number
  readonly restarts?: number
  readonly cost?: string
}

function pod(name: string, { node = 'a', phase = 'Running', readyFor = 1000, age = 2000, restarts = 0, cost }: Made) {
  const ready = {
    type: 'Ready',
    status: readyFor > 0 ? 'True' : 'False',
    lastTransitionTime: formatTime(NOW - readyFor * 1000),
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      creationTimestamp: formatTime(NOW - age * 1000),
      annotations: cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': cost },
    },
    spec: node === '' ? {} : { nodeName: node },
    status: { phase, conditions: [ready], containerStatuses: [{ restartCount: restarts }] },
  }
}

test.each<[string, Made, Made]>([
  ['without a node', { node: '' }, {}],
  ['still pending', { phase: 'Pending' }, {}],
  ['not ready', { readyFor: 0 }, {}],
  ['of the lower deletion cost', { cost: '-5' }, {}],
  ['on the more crowded node', { node: 'crowded' }, {}],
  ['ready for a much shorter time', { readyFor: 10 }, {}],
  ['restarted more often', { restarts: 3 }, {}],
  ['much younger', { age: 1100 }, { age: 9000 }],
  ['not ready, whatever its cost', { readyFor: 0, cost: '100' }, { cost: '-100' }],
])('the pod %s goes first', (_, first, second) => {
  const pods = [pod('b', second), pod('z', first)]
  const crowd = [...pods, pod('c1', { node: 'crowded' }), pod('c2', { node: 'crowded' })]
  expect(deletionOrder(pods, crowd, NOW).map(({ metadata }) => metadata.name)).toEqual(['z', 'b'])
})

test('a cost that is no integer is none, and equal pods go by name', () => {
  const pods = [pod('b', { cost: '007' }), pod('a', {}), pod('c', { cost: 'much' })]
  expect(deletionOrder(pods, pods, NOW).map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c'])
})
