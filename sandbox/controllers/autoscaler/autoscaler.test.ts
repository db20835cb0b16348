import { describe, expect, test } from 'vitest'
import { Bench, template } from '../testing/bench.ts'
import { limit } from './behavior.ts'
import { METRICS, proposalOf, replicasFor } from './metric.ts'

const NOW = Date.UTC(2026, 0, 1)
const crowd = { replicas: 4, ready: 4, unready: 0 }

describe('a metric', () => {
  test.each([
    ['at its target', 1, 4],
    ['within a tenth of it', 1.09, 4],
    ['above it', 1.5, 6],
    ['below it', 0.5, 2],
  ])('%s asks for the pods that would bring it there', (_, ratio, replicas) => {
    expect(replicasFor(ratio, crowd)).toBe(replicas)
  })

  test('counts pods that are not ready as idle before it asks for more', () => {
    expect(replicasFor(2, { replicas: 4, ready: 2, unready: 2 })).toBe(4)
    expect(replicasFor(4, { replicas: 4, ready: 2, unready: 2 })).toBe(8)
  })

  const hpa = (readings: object) => ({
    apiVersion: '',
    kind: '',
    metadata: { annotations: { [METRICS]: JSON.stringify(readings) } },
  })
  const cpu = (target: object): never => ({ type: 'Resource', resource: { name: 'cpu', target } }) as never
  const queue = (target: object): never =>
    ({ type: 'External', external: { metric: { name: 'queue' }, target } }) as never
  test.each([
    ['a utilization', { cpu: { utilization: 90 } }, cpu({ type: 'Utilization', averageUtilization: 60 }), 6],
    ['a value of each pod', { cpu: { each: '300m' } }, cpu({ type: 'AverageValue', averageValue: '100m' }), 12],
    ['a total that the pods share', { cpu: { total: '1' } }, cpu({ type: 'AverageValue', averageValue: '125m' }), 8],
    ['a value of all', { queue: { total: '50' } }, queue({ type: 'Value', value: '100' }), 2],
    ['a value of all for each', { queue: { total: '50' } }, queue({ type: 'AverageValue', averageValue: '10' }), 5],
  ])('is scripted as %s', (_, readings, metric, replicas) => {
    expect(proposalOf(hpa(readings), metric, crowd)?.replicas).toBe(replicas)
  })

  test('without a script asks for nothing', () => {
    expect(proposalOf(hpa({}), cpu({ type: 'Utilization', averageUtilization: 60 }), crowd)).toBeUndefined()
  })
})

describe('the pace', () => {
  const recommended = (...entries: [number, number][]) =>
    entries.map(([ago, replicas]) => ({ at: NOW - ago * 1000, replicas }))
  const idle = { recommended: [], changed: [] }

  test('up is four pods or twice as many in fifteen seconds, whatever is more', () => {
    expect(limit(undefined, idle, 2, 20, NOW)).toBe(6)
    expect(limit(undefined, idle, 10, 100, NOW)).toBe(20)
    expect(limit(undefined, { recommended: [], changed: [{ at: NOW - 5000, by: 4 }] }, 6, 20, NOW)).toBe(6)
  })

  test('down waits for five minutes in which nothing more was wanted', () => {
    const memory = { recommended: recommended([200, 8], [0, 2]), changed: [] }
    expect(limit(undefined, memory, 10, 2, NOW)).toBe(8)
    expect(limit(undefined, { recommended: recommended([301, 8], [0, 2]), changed: [] }, 10, 2, NOW)).toBe(2)
  })

  test('is as the policies say, and none when it is disabled', () => {
    const policies = [{ type: 'Pods', value: 1, periodSeconds: 60 }]
    expect(limit({ scaleDown: { policies, stabilizationWindowSeconds: 0 } }, idle, 10, 2, NOW)).toBe(9)
    expect(limit({ scaleUp: { selectPolicy: 'Disabled' } }, idle, 10, 20, NOW)).toBe(10)
  })
})

test('an HPA grows its target within seconds and shrinks it after five minutes', async () => {
  const bench = await Bench.open()
  await bench.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template() },
  })
  await bench.pass(10)
  const metric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '100m' } } }
  const load = (total: string) => ({ [METRICS]: JSON.stringify({ cpu: { total } }) })
  await bench.create({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', annotations: load('600m') },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [metric],
    },
  })
  const replicas = async () => (await bench.get('Deployment', 'web')).spec.replicas
  await bench.pass(16)
  expect(await replicas()).toBe(6)
  await bench.patch('HorizontalPodAutoscaler', 'web', { metadata: { annotations: load('200m') } })
  await bench.pass(280)
  expect(await replicas()).toBe(6)
  await bench.pass(60)
  expect(await replicas()).toBe(2)
  await bench.close()
})
