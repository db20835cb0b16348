import { describe, expect, test } from 'vitest'
import { blueGreen, canary } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const timed = canary({ steps: [{ setWeight: 25 }, { pause: { duration: '5m' } }, { setWeight: 50 }, { pause: {} }] })

describe('a pause', () => {
  test(
    'of a user outlasts the timed pause that it began in (trap 33)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(timed)
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.pause()
      await advance('1h')
      await then.phase('Paused', 'manually paused')
      await then.step(1)

      await when.resume()
      await advance('1m')
      await then.step(3)
      await then.pods({ 1: 2, 2: 2 })
    }),
  )

  test(
    'of a user outlasts the auto-promotion of blue-green (trap 33)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionSeconds: 1800 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.pause()
      await advance('1h')
      await then.service('active', 1)

      await when.resume()
      await then.becomes('Healthy')
      await then.service('active', 2)
    }),
  )

  test(
    'that somebody ends leads one step on and not back into itself (trap 34)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps: [{ setWeight: 25 }, { pause: {} }, { pause: {} }, { setWeight: 50 }] }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await advance('1m')
      await then.phase('Paused', 'CanaryPauseStep')
      await then.step(2)
      await when.promote()
      await then.becomes('Healthy')
      await then.pods({ 2: 4 })
    }),
  )

  test(
    'of nothing ends by itself (corrections 23)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps: [{ pause: { duration: 0 } }, { pause: { duration: '0s' } }] }))
      await when.image('shop/web:2')
      await then.becomes('Healthy', '1m')
    }),
  )

  test(
    'of a user holds the sizes of a canary, also for an autoscaler (trap 63)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(timed)
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.pause()
      await when.scale(8)
      await advance('1h')
      await then.pods({ 1: 3, 2: 1 })
      await when.resume()
      await advance('1m')
      await then.pods({ 1: 4, 2: 4 })
    }),
  )

  test(
    'ended while the controller writes is not written over (B2)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps: [{ setWeight: 25 }, { pause: {} }] }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.fault({ effect: 'slow', seconds: 5, resources: ['rollouts.argoproj.io/status'] })
      await when.scale(8)
      await when.promote()
      await advance('1m')
      await when.noFaults()
      await then.becomes('Healthy')
      await then.pods({ 2: 8 })
    }),
  )

  test(
    'never counts for the progress deadline, however long (trap 29, C3)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps: [{ setWeight: 25 }, { pause: {} }] }, { progressDeadlineSeconds: 60 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.quiet('24h')
      await then.phase('Paused', 'CanaryPauseStep')
      await when.promote()
      await then.becomes('Healthy')
    }),
  )
})

test(
  'a Rollout at rest is paused and resumed without a write but to its status',
  scenario(async ({ given, when, then }) => {
    await given.healthy(canary())
    const { metadata } = await then.set(1)
    await when.pause()
    await then.phase('Paused', 'manually paused')
    await when.resume()
    await then.becomes('Healthy')
    expect((await then.set(1)).metadata.resourceVersion).toBe(metadata.resourceVersion)
  }),
)
