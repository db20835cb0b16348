import { describe, expect, test } from 'vitest'
import { blueGreen, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const manual = { autoPromotionEnabled: false }

describe('blue-green', () => {
  test(
    'keeps the active Service on the old version until somebody promotes, and the old pods for thirty seconds after that',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(blueGreen(manual))
      await then.service('active', 1)
      const seen = await observe()

      await when.image('shop/web:2')
      await advance('1h')
      await then.phase('Paused', 'BlueGreenPause')
      await then.service('active', 1)
      await then.service('preview', 2)
      await then.pods({ 1: 4, 2: 4 })

      await when.promote()
      await then.service('active', 2)
      await advance('29s')
      await then.pods({ 1: 4, 2: 4 })
      await advance('2s')
      await then.pods({ 2: 4 })
      await then.phase('Healthy')
      expect(seen().leastBehindService.active).toBe(4)
    }),
  )

  test(
    'promotes by itself, at once or after its seconds',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen())
      await when.image('shop/web:2')
      await advance('10s')
      await then.service('active', 2)

      await when.edit({ strategy: { blueGreen: { autoPromotionSeconds: 300 } } })
      await when.image('shop/web:3')
      await advance('4m')
      await then.service('active', 2)
      await advance('2m')
      await then.service('active', 3)
    }),
  )

  test.each([
    ['at once', '0s'],
    ['later', '5s'],
  ])('is told in the same order when its pods are ready %s', (_, startAfter) =>
    scenario(async ({ isLucky, given, when, then, advance }) => {
      const pod = { 'sandbox.slipway.dev/start-after': startAfter }
      await given.healthy(blueGreen({}, { template: template('shop/web:1', pod) }))
      await when.image('shop/web:2')
      await advance('20s')
      await then.phase('Healthy')
      const start = ['RolloutUpdated', 'NewReplicaSetCreated', 'SwitchService', 'RolloutNotCompleted']
      const told = (await then.told()).slice(-7)
      if (isLucky) expect(told).toEqual([...start, 'ScalingReplicaSet', 'SwitchService', 'RolloutCompleted'])
    })(),
  )

  test(
    'that is overtaken in its pause pauses for the newest version alone',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen(manual))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.image('shop/web:3')
      await advance('2m')
      await then.phase('Paused', 'BlueGreenPause')
      await then.service('active', 1)
      await then.service('preview', 3)
      await then.pods({ 1: 4, 3: 4 })
    }),
  )

  test(
    'shows a smaller preview, grows it before the switch, and remembers N for it when N changes (trap 38)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(blueGreen({ ...manual, previewReplicaCount: 1 }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.pods({ 1: 4, 2: 1 })

      await when.scale(6)
      await advance('1m')
      await then.phase('Paused')
      await then.pods({ 1: 6, 2: 1 })
      expect((await then.set(2)).metadata.annotations['rollout.argoproj.io/desired-replicas']).toBe('6')

      const seen = await observe()
      await when.promote()
      await advance('10s')
      await then.service('active', 2)
      await then.pods({ 1: 6, 2: 6 })
      expect(seen().leastBehindService.active).toBe(6)
    }),
  )

  test(
    'keeps the newest of the old versions when more wait for their end than may (trap 40)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ scaleDownDelaySeconds: 3600, scaleDownDelayRevisionLimit: 1 }))
      for (const version of [2, 3]) {
        await when.image(`shop/web:${version}`)
        await then.becomes('Healthy')
        await advance('10s')
      }
      await then.pods({ 2: 4, 3: 4 })
    }),
  )

  test.each([
    ['that nobody can read for one that is over (trap 39)', 'soon', { 2: 4 }],
    ['without a text for none, and writes one (E5)', '', { 1: 4, 2: 4 }],
  ])('takes a deadline %s', (_, deadline, pods) =>
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ scaleDownDelaySeconds: 3600 }))
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await advance('10s')
      const { metadata } = await then.set(1)
      const annotations = { 'scale-down-deadline': deadline }
      await when.patch('ReplicaSet', metadata.name, { metadata: { annotations } })
      await advance('55m')
      await then.pods(pods)
      await advance('10m')
      await then.pods({ 2: 4 })
    })(),
  )

  test(
    'empties the old version at once with a delay of 0 (E5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ scaleDownDelaySeconds: 0 }))
      await when.image('shop/web:2')
      await advance('10s')
      await then.pods({ 2: 4 })
      await then.phase('Healthy')
    }),
  )

  test(
    'resized while old pods wait for their end sizes what serves, and the old ones still end (trap 8, E5)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(blueGreen({ scaleDownDelaySeconds: 300 }))
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await advance('10s')
      const seen = await observe()
      await when.scale(6)
      await advance('1m')
      await then.pods({ 1: 6, 2: 6 })
      await advance('5m')
      await then.pods({ 2: 6 })
      expect(seen().leastBehindService.active).toBe(4)
    }),
  )

  test(
    'without a preview Service works the same',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ ...manual, previewService: undefined }))
      await when.image('shop/web:2')
      await advance('1m')
      await then.phase('Paused', 'BlueGreenPause')
      await when.promote()
      await then.becomes('Healthy')
      await then.service('active', 2)
    }),
  )
})

test(
  'a promoted blue-green Rollout becomes a canary without playing its steps (trap 13)',
  scenario(async ({ given, when, then, advance, observe }) => {
    await given.healthy(blueGreen())
    const seen = await observe()
    const steps = [{ setWeight: 25 }, { pause: {} }]
    await when.edit({ strategy: { blueGreen: null, canary: { steps } } })
    await advance('1m')
    await then.phase('Healthy')
    await then.step(2)
    const { status } = await then.rollout()
    expect(status.blueGreen?.activeSelector).toBeUndefined()
    expect(seen()).toMatchObject({ leastReady: 4, mostPods: 4 })
    await when.image('shop/web:2')
    await then.becomes('Paused')
  }),
)
