import { expect, test } from 'vitest'
import { rollout } from '../testing/rollout.ts'
import { priorityOf } from './priority.ts'

const never = () => false
const always = () => true
const at = (observedGeneration: string, more: object = {}) => ({ status: { observedGeneration, ...more } })
const ref = { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }
const told = { annotations: { 'rollout.argoproj.io/workload-generation': '7' } }

test.each([
  ['nobody has looked at it', {}, never, 0],
  ['its spec has changed since', { ...at('0', { phase: 'Healthy' }) }, never, 0],
  ['its spec has changed, and its ReplicaSet been created', { ...at('0') }, always, 1],
  ['it is under way', { ...at('1', { phase: 'Progressing' }) }, never, 1],
  ['it is settled', { ...at('1', { phase: 'Healthy' }) }, never, 2],
  [
    'its workload has changed since',
    { ...at('1', { workloadObservedGeneration: '6' }), spec: ref, metadata: told },
    never,
    0,
  ],
  [
    'its workload is settled',
    { ...at('1', { workloadObservedGeneration: '7', phase: 'Healthy' }), spec: ref, metadata: told },
    never,
    2,
  ],
] as const)('%s', (_, given, hasBegun, priority) => {
  const metadata = { generation: 1, ...('metadata' in given ? given.metadata : {}) }
  expect(priorityOf(rollout({ ...given, metadata } as never), hasBegun)).toBe(priority)
})

test('a Rollout that is gone keeps nobody waiting', () => {
  expect(priorityOf(undefined, never)).toBe(2)
})
