import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

describe('a full promotion', () => {
  test(
    'of a canary leaves out what is left of its steps and honours maxUnavailable on the way',
    scenario(async ({ given, when, then, observe }) => {
      const steps = [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '1h' } }]
      await given.healthy(canary({ maxUnavailable: 0, maxSurge: 1, steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const seen = await observe()
      await when.promoteFull()
      await then.becomes('Healthy', '2m')
      await then.step(4)
      await then.pods({ 2: 4 })
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 5 })
      expect((await then.rollout()).status.promoteFull).toBeUndefined()
    }),
  )

  test(
    'of blue-green leaves out the pause, also when the Rollout was paused by a user (L5)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.pause()
      await when.promoteFull()
      await then.becomes('Healthy', '2m')
      await then.service('active', 2)
    }),
  )

  test(
    'waits for pods that are not ready',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.image('bad-image:2')
      await when.promoteFull()
      await advance('5m')
      await then.service('active', 1)
      await then.phase('Progressing')
      await then.pods({ 1: 4, 2: 4 })
    }),
  )
})

test(
  'promote on a blue-green Rollout that is not paused skips nothing',
  scenario(async ({ given, when, then, advance }) => {
    await given.healthy(blueGreen({ autoPromotionEnabled: false }))
    await when.edit({ template: template('shop/web:2', { 'sandbox.slipway.dev/ready-after': '5m' }) })
    await when.promote()
    await advance('10m')
    await then.phase('Paused', 'BlueGreenPause')
    await then.service('active', 1)
  }),
)
