import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KubeObject } from '../../api.ts'
import { conditionOf } from '../pod.ts'
import { Bench, template } from '../testing/bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
afterEach(() => bench.close())

const deploy = (spec: object = {}) =>
  bench.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
  })
const image = (name: string) => bench.patch('Deployment', 'web', { spec: { template: template({}, name) } })
const deployment = () => bench.get('Deployment', 'web')
const sizes = async () => {
  const sets = await bench.list('ReplicaSet')
  const revision = (set: KubeObject) => set.metadata.annotations['deployment.kubernetes.io/revision']
  return Object.fromEntries(sets.map(set => [revision(set), set.spec.replicas]))
}

describe('a Deployment', () => {
  test('is available when its pods are, and complete', async () => {
    await deploy()
    await bench.pass(1)
    expect(conditionOf(await deployment(), 'Available')?.status).toBe('False')
    await bench.pass(2)
    const { status } = await deployment()
    expect(status).toMatchObject({ replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 })
    expect(conditionOf(await deployment(), 'Progressing')?.reason).toBe('NewReplicaSetAvailable')
  })

  test('counts a pod as available only after minReadySeconds, and goes no faster', async () => {
    await deploy({ minReadySeconds: 30, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
    await bench.pass(40)
    await image('shop/web:2')
    await bench.pass(29)
    expect(await sizes()).toEqual({ 1: 4, 2: 1 })
    await bench.pass(4)
    expect(await sizes()).toEqual({ 1: 3, 2: 2 })
    await bench.pass(120)
    expect(await sizes()).toEqual({ 1: 0, 2: 4 })
  })

  test('that cannot pull its image stops at its surge, says so at its deadline, and goes back when told', async () => {
    await deploy({ progressDeadlineSeconds: 60, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } })
    await bench.pass(10)
    await image('shop/web:does-not-exist')
    await bench.pass(55)
    expect(await sizes()).toEqual({ 1: 3, 2: 2 })
    expect(conditionOf(await deployment(), 'Progressing')?.reason).toBe('ReplicaSetUpdated')
    await bench.pass(10)
    expect(conditionOf(await deployment(), 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    })
    await image('shop/web:1')
    await bench.pass(10)
    expect(await sizes()).toEqual({ 2: 0, 3: 4 })
    expect(conditionOf(await deployment(), 'Progressing')?.status).toBe('True')
  })

  test('shares a new size in proportion while it is paused between two versions', async () => {
    await deploy({ replicas: 10, strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } })
    await bench.pass(10)
    await image('shop/web:does-not-exist')
    await bench.pass(5)
    expect(await sizes()).toEqual({ 1: 8, 2: 5 })
    await bench.patch('Deployment', 'web', { spec: { replicas: 15 } })
    await bench.pass(5)
    expect(await sizes()).toEqual({ 1: 11, 2: 7 })
  })

  test('with Recreate has no pod of two versions at a time', async () => {
    await deploy({
      strategy: { type: 'Recreate' },
      template: template({
        terminationGracePeriodSeconds: 20,
        containers: [{ name: 'app', image: 'busybox', command: ['sleep', 'inf'] }],
      }),
    })
    await bench.pass(10)
    await image('shop/web:2')
    await bench.pass(15)
    expect(await sizes()).toEqual({ 1: 0 })
    await bench.pass(30)
    expect(await sizes()).toEqual({ 1: 0, 2: 4 })
    expect((await deployment()).status.availableReplicas).toBe(4)
  })

  test('keeps as many old ReplicaSets as revisionHistoryLimit says', async () => {
    await deploy({ revisionHistoryLimit: 1 })
    for (const version of [2, 3, 4]) {
      await bench.pass(20)
      await image(`shop/web:${version}`)
    }
    await bench.pass(20)
    expect(await sizes()).toEqual({ 3: 0, 4: 4 })
  })
})
