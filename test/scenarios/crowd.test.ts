import { expect, test } from 'vitest'
import type { KubeObject } from '../../sandbox/api.ts'
import type { Objects } from './harness/objects.ts'
import { canary } from './harness/rollouts.ts'
import { type Scenario, scenario, undisturbed } from './harness/scenario.ts'

const names = Array.from({ length: 45 }, (_, index) => `web-${index}`)
const steps = [{ setWeight: 50 }, { pause: { duration: '10s' } }]
const one = canary({ steps }, { replicas: 1 })
const fleet = names.map(name => one.replaceAll('"web"', `"${name}"`)).join('\n---\n')

const change = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'shop/web:2' }]
const changeAll = (objects: Objects) =>
  Promise.all(names.map(name => objects.patch('Rollout', name, change, { type: 'json' })))

const isTold = ({ metadata, status }: KubeObject) => status.observedGeneration === String(metadata.generation)

/** A controller that comes back finds them all at once. */
async function changedWhileAway({ given, when, advance, objects }: Scenario): Promise<void> {
  await given.healthy(fleet)
  await advance('1m')
  await when.controllerIsKilled()
  await changeAll(objects)
  await when.controllerStarts()
}

test('of forty-five changes at once each has begun before any goes on', () =>
  undisturbed(async scene => {
    const { advance, objects } = scene
    await changedWhileAway(scene)
    expect(await objects.list('ReplicaSet')).toHaveLength(90)
    expect((await objects.list('Rollout')).filter(isTold)).toEqual([])
    await advance('5s')
    expect((await objects.list('Rollout')).filter(isTold)).toHaveLength(45)
  }))

test('while Rollouts are seen late those that have begun go on as fast as they are seen', () =>
  undisturbed(async scene => {
    const { advance, objects, when } = scene
    await changedWhileAway(scene)
    await when.fault({ effect: 'late', seconds: 20, verbs: ['watch'], resources: ['rollouts.argoproj.io'] })
    const told = async () => (await objects.list('Rollout')).filter(isTold).length
    await advance('15s')
    const early = await told()
    expect(early).toBeGreaterThan(0)
    expect(early).toBeLessThanOrEqual(20)
    await advance('1m')
    expect(await told()).toBe(45)
  }))

test(
  'of forty-five changes at once all come to their end',
  scenario(async ({ given, settle, advance, objects }) => {
    await given.healthy(fleet)
    await advance('1m')
    await changeAll(objects)
    await settle()
    await advance('10m')
    const rollouts = await objects.list('Rollout')
    expect(rollouts.map(({ status }) => [status.phase, status.currentStepIndex])).toEqual(
      names.map(() => ['Healthy', 2]),
    )
    const sizes = (await objects.list('ReplicaSet')).map(({ spec }) => spec.replicas)
    expect(sizes.filter(size => size === 1)).toHaveLength(45)
  }),
)

test('of forty-five changes at once one is aborted before anybody is told of it', () =>
  undisturbed(async scene => {
    const { advance, objects } = scene
    await changedWhileAway(scene)
    await objects.patch('Rollout', 'web-7', { status: { abort: true } }, { subresource: 'status' })
    await advance('1m')
    const rollouts = await objects.list('Rollout')
    const degraded = rollouts.filter(({ status }) => status.phase === 'Degraded')
    expect(degraded.map(({ metadata, status }) => [metadata.name, status.abort])).toEqual([['web-7', true]])
  }))
