import { describe, expect, test } from 'vitest'
import { canary } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]

describe('a Rollout that is deleted', () => {
  test(
    'in the middle of an update takes its ReplicaSets and pods along',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.delete('Rollout', 'web')
      await advance('1m')
      expect(await objects.list('ReplicaSet')).toEqual([])
      expect(await objects.list('Pod')).toEqual([])
    }),
  )

  test(
    'and waits for a finalizer is left as it is (trap 53)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.patch('Rollout', 'web', { metadata: { finalizers: ['example.com/hold'] } })
      await when.delete('Rollout', 'web')
      await when.image('shop/web:2')
      await advance('1h')
      await then.pods({ 1: 4 })
      await when.patch('Rollout', 'web', { metadata: { finalizers: null } })
      await advance('1m')
      await then.gone('Rollout', 'web')
      await then.pods({})
    }),
  )

  test(
    'without its dependents leaves them running, and one of the same name takes them over',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps }))
      const pods = (await objects.list('Pod')).map(({ metadata }) => metadata.uid)
      await when.delete('Rollout', 'web', 'Orphan')
      await advance('1m')
      await given.healthy(canary({ steps }))
      expect((await objects.list('Pod')).map(({ metadata }) => metadata.uid)).toEqual(pods)
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'is not brought back to life by a controller that does not know it yet',
    scenario(async ({ given, when, advance, objects }) => {
      await given.healthy(canary({ steps }))
      await when.fault({ effect: 'stall', verbs: ['watch'], resources: ['rollouts.argoproj.io'] })
      await when.delete('Rollout', 'web')
      await advance('1m')
      expect(await objects.list('ReplicaSet')).toEqual([])
      expect(await objects.list('Pod')).toEqual([])
    }),
  )
})
