import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]

describe('the size of a Rollout', () => {
  test.each([
    ['canary', canary({ steps, maxUnavailable: 0 })],
    ['blue-green', blueGreen({ autoPromotionEnabled: false })],
  ])('may change together with its template (%s, trap 6, F4)', (_, manifest) =>
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(manifest)
      const seen = await observe()
      await when.edit({ replicas: 6, template: template('shop/web:2') })
      await advance('1m')
      await then.phase('Paused')
      expect(seen().leastReady).toBeGreaterThanOrEqual(4)
      await when.promote()
      await then.becomes('Healthy')
      await advance('1m')
      await then.pods({ 2: 6 })
    })(),
  )

  test(
    'recorded wrongly on an old ReplicaSet holds nothing up (trap 7)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await then.becomes('Healthy')
      const annotations = { 'rollout.argoproj.io/desired-replicas': '9' }
      await when.patch('ReplicaSet', (await then.set(1)).metadata.name, { metadata: { annotations } })
      await when.image('shop/web:3')
      await then.becomes('Paused')
      await then.pods({ 2: 2, 3: 2 })
    }),
  )

  test(
    'is one when nobody names it, and an autoscaler may name it then (F3)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps }, { replicas: undefined }))
      await then.pods({ 1: 1 })
      await then.replicas('Rollout', 'web', 1)
      await when.scale(3)
      await then.becomes('Healthy')
      await then.pods({ 1: 3 })
    }),
  )

  test(
    'of zero is whole at once, and versions pass through it',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { replicas: 0 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      await when.retry()
      await then.becomes('Paused')
      await when.promote()
      await then.becomes('Healthy')
      await then.pods({})
    }),
  )

  test(
    'as an autoscaler reads it never exceeds what was asked for, however many pods surge (F1)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ maxSurge: 2, maxUnavailable: 0, steps }))
      await when.image('bad-image:2')
      await advance('10s')
      await then.pods({ 1: 4, 2: 2 })
      await then.status({ replicas: 6, HPAReplicas: 4 })
    }),
  )

  test(
    'is read with the selector of all pods in a canary and of the active ones in blue-green (F2)',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      const active = (await then.set(1)).metadata.labels['rollouts-pod-template-hash']
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.status({ selector: `app=web,rollouts-pod-template-hash=${active}`, HPAReplicas: 4 })
      expect(await objects.path('Rollout', 'web', 'scale')).toContain('/rollouts/web/scale')
    }),
  )
})

describe('surge and unavailability', () => {
  test(
    'hold at each step, forth and back, with pods that take their time (trap 16, E6)',
    scenario(async ({ given, when, then, advance, observe }) => {
      const slow = template('shop/web:2', { 'sandbox.slipway.dev/ready-after': '20s' })
      const gradual = [20, 40, 60, 80].flatMap(setWeight => [{ setWeight }, { pause: { duration: '10s' } }])
      await given.healthy(canary({ maxSurge: 1, maxUnavailable: 1, steps: gradual }, { replicas: 10 }))
      const seen = await observe()
      await when.edit({ template: slow })
      await advance('2m')
      await when.abort()
      await advance('2m')
      await then.pods({ 1: 10 })
      await when.retry()
      await then.becomes('Healthy', '20m')
      expect(seen()).toMatchObject({ leastReady: 9, mostPods: 11 })
    }),
  )

  test(
    'do not keep a good version from replacing a broken one (C7)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(
        canary({ maxSurge: 1, maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: { duration: '10s' } }] }),
      )
      await when.ready(1, false)
      await advance('1m')
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await then.pods({ 2: 4 })
    }),
  )

  test(
    'hold for an update that overtakes another; the overtaken version goes (trap 17)',
    scenario(async ({ given, when, then, observe }) => {
      await given.healthy(canary({ maxSurge: 1, maxUnavailable: 0, steps }))
      const seen = await observe()
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.image('shop/web:3')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 3: 2 })
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 5 })
    }),
  )
})

test(
  'a stable ReplicaSet deleted by hand in an update leaves the new version to serve alone (trap 56)',
  scenario(async ({ given, when, then }) => {
    await given.healthy(canary({ steps }))
    await when.image('shop/web:2')
    await then.becomes('Paused')
    await when.delete('ReplicaSet', (await then.set(1)).metadata.name)
    await then.becomes('Healthy')
    await then.pods({ 2: 4 })
  }),
)
