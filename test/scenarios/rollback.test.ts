import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]
const HISTORY = 'rollout.argoproj.io/revision-history'

describe('a rollback', () => {
  test(
    'to stable in the middle of an update skips the steps, and its ReplicaSet becomes the next revision (trap 9)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.image('shop/web:1')
      await then.becomes('Healthy', '2m')
      await then.pods({ 3: 4 })
      await then.step(2)
      await then.events('SkipSteps')
      expect((await then.set(3)).metadata.annotations[HISTORY]).toBe('1')
    }),
  )

  test(
    'to stable together with other steps skips those too (trap 9)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const others = [{ setWeight: 10 }, { pause: {} }, { pause: {} }]
      await when.edit({ template: template('shop/web:1'), strategy: { canary: { steps: others } } })
      await then.becomes('Healthy', '2m')
      await then.pods({ 3: 4 })
      await then.step(3)
    }),
  )

  test(
    'to an older version plays the steps when it is outside the window (trap 10)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({}, { rollbackWindow: { revisions: 1 } }))
      for (const version of [2, 3]) {
        await when.image(`shop/web:${version}`)
        await then.becomes('Healthy')
      }
      await when.edit({ strategy: { canary: { steps } } })
      await when.image('shop/web:1')
      await then.becomes('Paused')
      await then.pods({ 3: 2, 4: 2 })
    }),
  )

  test(
    'within the window skips the steps and never falls below what may be unavailable (trap 10, D2)',
    scenario(async ({ given, when, then, observe }) => {
      await given.healthy(canary({ maxUnavailable: 0 }, { rollbackWindow: { revisions: 2 } }))
      for (const version of [2, 3]) {
        await when.image(`shop/web:${version}`)
        await then.becomes('Healthy')
      }
      await when.edit({ strategy: { canary: { steps } } })
      const seen = await observe()
      await when.image('shop/web:1')
      await then.becomes('Healthy', '5m')
      await then.pods({ 4: 4 })
      expect(seen().leastReady).toBe(4)
    }),
  )

  test(
    'of blue-green to a version whose pods still run is fast (trap 11)',
    scenario(async ({ given, when, then, advance, observe }) => {
      const delayed = { autoPromotionEnabled: false, scaleDownDelaySeconds: 600 }
      await given.healthy(blueGreen(delayed))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await then.becomes('Healthy')
      const seen = await observe()
      await when.image('shop/web:1')
      await advance('5s')
      await then.service('active', 3)
      await then.phase('Healthy')
      expect(seen()).toMatchObject({ mostPods: 8, leastBehindService: { active: 4 } })
    }),
  )

  test(
    'of blue-green to a version whose pods are gone waits for its promotion (trap 11)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await then.becomes('Healthy')
      await advance('5m')
      await when.image('shop/web:1')
      await advance('5m')
      await then.phase('Paused', 'BlueGreenPause')
      await then.service('active', 2)
    }),
  )

  test(
    'of blue-green within the window waits for all of its pods, not for the first (D2)',
    scenario(async ({ given, when, then, observe }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }, { rollbackWindow: { revisions: 3 } }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await then.becomes('Healthy')
      const seen = await observe()
      await when.image('shop/web:1')
      await then.becomes('Healthy', '5m')
      await then.service('active', 3)
      expect(seen().leastBehindService.active).toBe(4)
    }),
  )
})
