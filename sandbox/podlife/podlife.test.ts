import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { conditionOf } from '../controllers/pod.ts'
import { Bench } from '../controllers/testing/bench.ts'
import { type PodLife, startPodLife } from './index.ts'
import { startLockstep } from './lockstep.ts'

let bench: Bench
afterEach(() => bench.close())

const pod = (name: string, spec: object = {}, metadata: object = {}) =>
  bench.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'app', image: 'shop/web:1' }], ...spec },
  })
const phase = async (name: string) => {
  const { status } = await bench.get('Pod', name)
  return [status?.phase, conditionOf(await bench.get('Pod', name), 'Ready')?.status]
}

describe('a pod on a node', () => {
  beforeEach(async () => {
    bench = await Bench.open()
  })

  test('is bound, gets an address of its own, and is ready after 1.8 seconds', async () => {
    await pod('a')
    await pod('b')
    expect((await bench.get('Pod', 'a')).spec.nodeName).toBe('node-0')
    await bench.pass(1)
    expect(await phase('a')).toEqual(['Pending', 'False'])
    await bench.pass(1)
    expect(await phase('a')).toEqual(['Running', 'True'])
    const [a, b] = await bench.list('Pod')
    expect(a!.status.podIP).not.toBe(b!.status.podIP)
  })

  test('waits for its readiness gates, which others open', async () => {
    await pod('a', { readinessGates: [{ conditionType: 'example.com/open' }] })
    await bench.pass(5)
    expect(conditionOf(await bench.get('Pod', 'a'), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ReadinessGatesNotReady',
    })
    const { status } = await bench.get('Pod', 'a')
    await bench.patch(
      'Pod',
      'a',
      { status: { conditions: [...status.conditions, { type: 'example.com/open', status: 'True' }] } },
      'status',
    )
    expect(await phase('a')).toEqual(['Running', 'True'])
    expect(conditionOf(await bench.get('Pod', 'a'), 'example.com/open')?.status).toBe('True')
  })

  test('loses and regains readiness when an annotation says so', async () => {
    await pod('a')
    await bench.pass(5)
    await bench.patch('Pod', 'a', { metadata: { annotations: { 'sandbox.slipway.dev/ready': 'false' } } })
    expect(await phase('a')).toEqual(['Running', 'False'])
    await bench.patch('Pod', 'a', { metadata: { annotations: { 'sandbox.slipway.dev/ready': null } } })
    expect(await phase('a')).toEqual(['Running', 'True'])
  })

  test('that is deleted is there until its grace period is over or it has stopped', async () => {
    await pod('server')
    await pod('stubborn', { containers: [{ name: 'app', image: 'busybox', command: ['sleep', 'inf'] }] })
    await bench.pass(5)
    await bench.delete('Pod', 'server')
    await bench.delete('Pod', 'stubborn')
    await bench.pass(1)
    expect((await bench.list('Pod')).map(({ metadata }) => metadata.name)).toEqual(['stubborn'])
    await bench.pass(30)
    expect(await bench.list('Pod')).toEqual([])
  })
})

test('running pods stay as they are when pod life is started anew', async () => {
  bench = await Bench.open({ controllers: false })
  const settled = async (life: PodLife, seconds: number) => {
    await bench.clock.advanceTo(bench.clock.now() + seconds * 1000, async () => {
      do await bench.settle()
      while (!life.idle())
    })
  }
  const first = startPodLife(bench.api, bench.clock)
  await settled(first, 0)
  await pod('a')
  await settled(first, 5)
  const before = await bench.get('Pod', 'a')
  first.stop()
  await settled(startPodLife(bench.api, bench.clock), 3600)
  await pod('b')
  await bench.pass(5)
  expect(await bench.get('Pod', 'a')).toEqual(before)
  expect((await bench.get('Pod', 'b')).status.podIP).not.toBe(before.status.podIP)
  expect(await phase('b')).toEqual(['Running', 'True'])
})

describe('a pod in lockstep', () => {
  beforeEach(async () => {
    bench = await Bench.open({ controllers: false })
  })

  test('becomes ready when it is its turn, one at a time, and a late one after four seconds', async () => {
    const lockstep = startLockstep(bench.api, bench.clock)
    await pod('a')
    await pod('b', { containers: [{ name: 'app', image: 'shop/web:2-late' }] })
    await pod('c', { containers: [{ name: 'app', image: 'shop/web:2-never' }] })
    expect(await phase('a')).toEqual(['Pending', undefined])
    expect(await lockstep.advance('default')).toBe(true)
    await bench.settle()
    expect(await phase('a')).toEqual(['Running', 'True'])
    expect(await lockstep.advance('default')).toBe(false)
    expect(lockstep.next('default')).toBe(bench.clock.now() + 4000)
    await bench.pass(4)
    expect(await lockstep.advance('default')).toBe(true)
    await bench.settle()
    expect(lockstep.next('default')).toBeUndefined()
    expect(await phase('c')).toEqual(['Pending', undefined])

    await lockstep.setReady(await bench.get('Pod', 'a'), false)
    expect(await phase('a')).toEqual(['Running', 'False'])
    lockstep.stop()
  })
})
