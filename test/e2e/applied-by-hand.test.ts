import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Slipway } from './slipway.ts'

let slipway: Slipway
beforeAll(async () => {
  slipway = await Slipway.start()
})
afterAll(() => slipway.stop())

const api = 'argoproj.io/v1alpha1'
const soon = { timeout: 40_000 }
const status = async (name: string) => (await slipway.rollout(name)).status ?? {}
const image = (image: string) => ({ spec: { template: { spec: { containers: [{ name: 'shop', image }] } } } })

describe('a blue-green Rollout that waits for a person', () => {
  const hashOf = async (service: string) => (await slipway.service(service)).spec.selector['rollouts-pod-template-hash']
  let first: string

  test('its first revision is up, and both Services carry its hash', async () => {
    await slipway.apply('manifests/examples/bluegreen.yaml')
    await expect.poll(async () => (await status('shop')).phase, soon).toBe('Healthy')
    first = await hashOf('shop-active')
    expect(first).toBeTruthy()
    expect(await hashOf('shop-preview')).toBe(first)
    expect(await slipway.readyPods('shop')).toEqual({ [first]: 2 })
  })

  test('after a new image the preview Service alone points at the new hash, and it waits: BlueGreenPause', async () => {
    await slipway.patch(api, 'Rollout', 'shop', image('registry.example/shop:2'))
    await expect.poll(async () => (await status('shop')).message, soon).toBe('BlueGreenPause')
    expect((await status('shop')).phase).toBe('Paused')
    expect(await hashOf('shop-active')).toBe(first)
    expect(await hashOf('shop-preview')).toBe((await status('shop')).currentPodHash)
    expect(await hashOf('shop-preview')).not.toBe(first)
  })

  test('after resume the active one follows, and the old ReplicaSet is at 0 no sooner than 30 s later', async () => {
    const second = (await status('shop')).currentPodHash
    await slipway.resume('by-hand', 'shop')
    await expect.poll(() => hashOf('shop-active'), soon).toBe(second)
    const switched = Date.now()
    const old = () => slipway.kube('GET', `/apis/apps/v1/namespaces/default/replicasets/shop-${first}`)
    await expect.poll(async () => (await old()).metadata.annotations['scale-down-deadline'], soon).toBeTruthy()
    expect((await old()).spec.replicas).toBe(2)
    await expect.poll(async () => (await old()).spec.replicas, soon).toBe(0)
    expect(Date.now() - switched).toBeGreaterThan(28_000)
    expect((await status('shop')).phase).toBe('Healthy')
  })
})

describe('a Deployment referenced by workloadRef', () => {
  test('rolls the Rollout when its image changes, and its own spec stays untouched', async () => {
    await slipway.apply('manifests/examples/workload-ref.yaml')
    await expect.poll(async () => (await status('legacy')).phase, soon).toBe('Healthy')
    const { currentPodHash } = await status('legacy')
    const changed = { template: { spec: { containers: [{ name: 'legacy', image: 'registry.example/legacy:2' }] } } }
    const { spec } = await slipway.patch('apps/v1', 'Deployment', 'legacy', { spec: changed })
    await expect.poll(async () => (await status('legacy')).phase, soon).toBe('Paused')
    expect((await status('legacy')).currentPodHash).not.toBe(currentPodHash)
    expect((await slipway.kube('GET', '/apis/apps/v1/namespaces/default/deployments/legacy')).spec).toEqual(spec)
    expect(spec.replicas).toBe(3)
  })
})

describe('an invalid Rollout says so in the condition, the phase and the application, and recovers by itself', () => {
  const canary = { canary: {} }
  const selector = { matchLabels: { app: 'bad' } }
  const template = { metadata: { labels: { app: 'bad' } }, spec: { containers: [{ name: 'bad', image: 'bad:1' }] } }
  const good = { replicas: 1, selector, strategy: canary, template }
  const both = { canary: {}, blueGreen: { activeService: 'bad' } }
  const day = { canary: { steps: [{ pause: { duration: '1d' } }] } }

  test.each([
    [
      'both-strategies',
      { ...good, strategy: both },
      'spec.strategy.strategy: Invalid value: "blueGreen: true canary: true": Multiple Strategies can not be listed',
    ],
    [
      'no-selector',
      { replicas: 1, strategy: canary, template },
      "spec.selector: Required value: Rollout has missing field '.spec.selector'",
    ],
    ['bad-duration', { ...good, strategy: day }, 'Invalid value: -1: Duration needs to be greater than 0'],
  ])('%s', async (name, spec, message) => {
    const object = { apiVersion: api, kind: 'Rollout', metadata: { name, namespace: 'default' }, spec }
    await slipway.kube('POST', `/apis/${api}/namespaces/default/rollouts`, object)
    await expect.poll(async () => (await status(name)).phase, soon).toBe('Degraded')
    const { conditions, message: told } = await status(name)
    const invalid = conditions.find((condition: { type: string }) => condition.type === 'InvalidSpec')
    expect(invalid.message).toContain(`The Rollout "${name}" is invalid: `)
    expect(invalid.message).toContain(message)
    expect(told).toBe(`InvalidSpec: ${invalid.message}`)
    await expect.poll(() => slipway.health('by-hand'), soon).toBe('Degraded')

    const fixed = { selector, strategy: { blueGreen: null, canary: { steps: null } } }
    await slipway.patch(api, 'Rollout', name, { spec: fixed })
    await expect.poll(async () => (await status(name)).phase, soon).toBe('Healthy')
    expect((await status(name)).conditions.map((condition: { type: string }) => condition.type)).not.toContain(
      'InvalidSpec',
    )
    await slipway.kube('DELETE', `/apis/${api}/namespaces/default/rollouts/${name}`)
  })
})
