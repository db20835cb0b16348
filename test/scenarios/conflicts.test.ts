import { describe, expect, test } from 'vitest'
import { blueGreen, canary } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]

describe('a view of the cluster that is behind', () => {
  test(
    'is waited for: nothing is done twice and nothing is taken back (trap 4, B1)',
    scenario(async ({ given, when, then, advance, objects, observe }) => {
      await given.healthy(canary({ maxUnavailable: 0, maxSurge: 1, steps }))
      const seen = await observe()
      await when.fault({ effect: 'late', seconds: 10, verbs: ['watch'] })
      await when.image('shop/web:2')
      await advance('5m')
      await then.phase('Paused')
      await then.pods({ 1: 2, 2: 2 })
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 5 })
    }),
  )

  test(
    'of the Rollout does not take an abort or a resume back (trap 4, B2)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.fault({ effect: 'late', seconds: 20, verbs: ['watch'], resources: ['rollouts.argoproj.io'] })
      await when.scale(8)
      await when.abort()
      await advance('3m')
      await then.phase('Degraded', /^RolloutAborted/)
      await then.pods({ 1: 8 })
    }),
  )

  test(
    'of the ReplicaSets because an event was lost is put right (B5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds: 60 }))
      await when.fault({ effect: 'stall', verbs: ['watch'], resources: ['replicasets.apps'] })
      await when.image('shop/web:2')
      await advance('10m')
      await when.noFaults()
      await then.becomes('Paused')
      expect(await then.told()).not.toContain('RolloutAborted')
    }),
  )
})

describe('a conflict', () => {
  test.each(['rollouts.argoproj.io', 'rollouts.argoproj.io/status', 'replicasets.apps', 'services'])(
    'on %s means to look again (trap 54, B3)',
    resource =>
      scenario(async ({ given, when, then }) => {
        await given.healthy(blueGreen({ autoPromotionEnabled: false }))
        await when.fault({ effect: 'answer', code: 409, resources: [resource], verbs: ['patch', 'update'], count: 5 })
        await when.image('shop/web:2')
        await then.becomes('Paused')
        await when.promote()
        await then.becomes('Healthy')
        await then.service('active', 2)
      })(),
  )

  test(
    'with somebody who changes the ReplicaSet all the time ends well (B3)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      for (let turn = 0; turn < 20; turn++) {
        const annotations = { turn: String(turn) }
        await when.patch('ReplicaSet', (await then.set(1)).metadata.name, { metadata: { annotations } })
        await advance('200ms')
      }
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 2 })
      expect((await then.set(1)).metadata.annotations.turn).toBe('19')
    }),
  )
})

describe('an object that is not found', () => {
  test.each(['create', 'patch'])('at a %s is tried again (trap 58)', verb =>
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({ steps }))
      await when.fault({ effect: 'answer', code: 404, verbs: [verb], resources: ['replicasets.apps'], count: 2 })
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 2 })
    })(),
  )
})

test(
  'a name that seems taken and cannot be found aborts nothing (B4)',
  scenario(async ({ given, when, then }) => {
    await given.healthy(canary({ steps }))
    await when.fault({ effect: 'lost', verbs: ['create'], resources: ['replicasets.apps'], count: 1 })
    await when.fault({ effect: 'answer', code: 404, verbs: ['get'], resources: ['replicasets.apps'], count: 2 })
    await when.image('shop/web:2')
    await then.becomes('Paused')
    await then.pods({ 1: 2, 2: 2 })
    expect(await then.told()).not.toContain('RolloutAborted')
  }),
)

test(
  'a Rollout that many events are about waits for none of them (B8)',
  scenario(async ({ given, when, then, advance }) => {
    await given.healthy(canary({ steps: [{ setWeight: 50 }, { pause: { duration: '30s' } }] }))
    await when.image('shop/web:2')
    await then.becomes('Paused')
    for (let turn = 0; turn < 50; turn++)
      await when.patch('Rollout', 'web', { metadata: { annotations: { turn: String(turn) } } })
    await advance('31s')
    await then.step(2)
  }),
)
