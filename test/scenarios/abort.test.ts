import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]
const DEADLINE = 'scale-down-deadline'

describe('an abort', () => {
  test(
    'ends the pause and is told as an abort, never as a resume (trap 32)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      await then.events('RolloutPaused', 'RolloutAborted')
      expect(await then.told()).not.toContain('RolloutResumed')
      const { status } = await then.rollout()
      expect([status.pauseConditions, status.controllerPause, status.abort]).toEqual([undefined, undefined, true])
    }),
  )

  test(
    'never takes a ready pod before another one is ready (E4)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(canary({ maxUnavailable: 0, steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const seen = await observe()
      await when.abort()
      await advance('1m')
      await then.pods({ 1: 4 })
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 5 })
    }),
  )

  test.each([
    ['canary', canary({ steps })],
    ['blue-green', blueGreen()],
  ])('with nothing in progress does nothing (%s, E4)', (_, manifest) =>
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(manifest)
      const seen = await observe()
      await when.abort()
      await advance('20m')
      await then.phase('Healthy')
      expect((await then.rollout()).status.abort).toBeUndefined()
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 4 })
    })(),
  )

  test(
    'keeps stable at N when an autoscaler resizes it, and the canary at nothing (E3, E4)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      const seen = await observe()
      await when.scale(6)
      await advance('1m')
      await then.pods({ 1: 6 })
      await when.scale(3)
      await advance('1m')
      await then.pods({ 1: 3 })
      expect(seen()).toMatchObject({ leastReady: 3, mostPods: 6 })
    }),
  )

  test(
    'of pods that never get ready brings stable back',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.image('bad-image:2')
      await advance('1m')
      await when.abort()
      await advance('1m')
      await then.phase('Degraded', /^RolloutAborted/)
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'while an aborted preview waits for its end follows an autoscaler with stable, and empties the preview (trap 8, E3)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false, abortScaleDownDelaySeconds: 3600 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('5s')
      await when.scale(6)
      await advance('10s')
      await then.pods({ 1: 6, 2: 4 })
      await advance('1h')
      await then.pods({ 1: 6 })
      await then.service('active', 1)
      await when.scale(3)
      await advance('1m')
      await then.pods({ 1: 3 })

      await when.retry()
      await then.becomes('Paused')
      await then.pods({ 1: 3, 2: 3 })
    }),
  )

  test(
    'of an unfinished preview leaves the active Service where it is (trap 60)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(blueGreen())
      await when.image('bad-image:2')
      await advance('1m')
      const seen = await observe()
      await when.abort()
      await advance('5m')
      await then.service('active', 1)
      await then.pods({ 1: 4 })
      expect(seen().leastBehindService.active).toBe(4)
    }),
  )

  test(
    'with a delay longer than a resync keeps the preview for that long (trap 62)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false, abortScaleDownDelaySeconds: 2000 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1990s')
      await then.pods({ 1: 4, 2: 4 })
      await advance('20s')
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'with a delay of 0 keeps the preview for good (E5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false, abortScaleDownDelaySeconds: 0 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('24h')
      await then.pods({ 1: 4, 2: 4 })
      expect((await then.set(2)).metadata.annotations[DEADLINE]).toBeUndefined()
    }),
  )

  test(
    'writes its deadline once and then rests (C4)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false, abortScaleDownDelaySeconds: 3600 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      await then.quiet('50m')
    }),
  )

  test(
    'is left behind by a new version (contract 7.10)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      await when.image('shop/web:3')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 3: 2 })
    }),
  )
})

describe('a retry', () => {
  test(
    'has the whole deadline before it, whenever the abort was (trap 31)',
    scenario(async ({ given, when, then, advance }) => {
      const progressDeadlineSeconds = 120
      await given.healthy(canary({ steps }, { progressDeadlineSeconds, progressDeadlineAbort: true }))
      await when.edit({ template: template('shop/web:2', { 'sandbox.slipway.dev/ready-after': '100s' }) })
      await advance('10s')
      await when.abort()
      await advance('1h')
      await when.retry()
      await advance('90s')
      await then.phase('Progressing')
      await then.becomes('Paused', '1m')
      await then.step(1)
    }),
  )

  test(
    'of blue-green waits for its promotion again (trap 11)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('10s')
      await when.retry()
      await advance('5m')
      await then.phase('Paused', 'BlueGreenPause')
      await then.service('active', 1)
      await then.pods({ 1: 4, 2: 4 })
    }),
  )
})
