import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template, text } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const budget = (minAvailable: number, matchLabels: object = { app: 'web' }) =>
  text({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable, selector: { matchLabels } },
  })
const uids = (pods: readonly { metadata: { uid: string } }[]) => pods.map(({ metadata }) => metadata.uid).sort()

describe('a restart', () => {
  test.each([
    ['of a canary', canary({ maxUnavailable: 1 })],
    ['of blue-green', blueGreen({ maxUnavailable: 1 })],
    ['with maxUnavailable 0, one at a time', canary({ maxUnavailable: 0, maxSurge: 1 })],
  ])('replaces every pod, never more than may be unavailable (%s, trap 43)', (_, manifest) =>
    scenario(async ({ given, when, then, advance, objects, observe }) => {
      await given.healthy(manifest)
      const before = uids(await objects.list('Pod'))
      await advance('1m')
      const seen = await observe()
      await when.restart()
      await then.phase('Progressing', 'rollout is restarting')
      await then.becomes('Healthy')
      const after = uids(await objects.list('Pod'))
      expect(after.filter(uid => before.includes(uid))).toEqual([])
      expect(after).toHaveLength(4)
      expect(seen().leastReady).toBeGreaterThanOrEqual(3)
      const { status, spec } = await then.rollout()
      expect(status.restartedAt).toBe(spec.restartAt)
    })(),
  )

  test(
    'with maxUnavailable 100% replaces them all at once (trap 43)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ maxUnavailable: '100%' }))
      const before = uids(await objects.list('Pod'))
      await advance('1m')
      await when.restart()
      await advance('5s')
      expect(uids(await objects.list('Pod')).filter(uid => before.includes(uid))).toEqual([])
      await then.becomes('Healthy')
    }),
  )

  test(
    'respects a budget and goes on when the budget allows it (trap 43)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ maxUnavailable: 1 }))
      await when.apply(budget(4))
      await advance('1m')
      const before = uids(await objects.list('Pod'))
      await when.restart()
      await advance('10m')
      expect(uids(await objects.list('Pod'))).toEqual(before)
      await then.phase('Progressing', 'rollout is restarting')
      await when.apply(budget(3))
      await then.becomes('Healthy')
      expect(uids(await objects.list('Pod')).filter(uid => before.includes(uid))).toEqual([])
    }),
  )

  test(
    'replaces what it may while a budget keeps one pod (trap 43)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ maxUnavailable: 1 }))
      const before = await objects.list('Pod')
      const [kept] = uids(before.slice(0, 1))
      await when.patch('Pod', before[0]!.metadata.name, { metadata: { labels: { keep: 'yes' } } })
      await when.apply(budget(1, { keep: 'yes' }))
      await advance('1m')
      await when.restart()
      await advance('10m')
      expect(uids(await objects.list('Pod')).filter(uid => uids(before).includes(uid))).toEqual([kept])
      await then.phase('Progressing', 'rollout is restarting')
    }),
  )

  test(
    'leaves the pods of others alone (trap 43)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary())
      const stranger = { ...template(), apiVersion: 'v1', kind: 'Pod' }
      await when.apply(text({ ...stranger, metadata: { name: 'stranger', labels: { app: 'web' } } }))
      const { metadata } = await objects.get('Pod', 'stranger')
      await advance('1m')
      await when.restart()
      await then.becomes('Healthy')
      expect((await objects.get('Pod', 'stranger')).metadata.uid).toBe(metadata.uid)
    }),
  )

  test(
    'of nothing is done at once, and one that is due at the birth of the pods is too (trap 43)',
    scenario(async ({ given, when, then }) => {
      await given.healthy(canary({}, { replicas: 0 }))
      await when.restart()
      await then.becomes('Healthy', '30s')
      const { status, spec } = await then.rollout()
      expect(status.restartedAt).toBe(spec.restartAt)
    }),
  )

  test(
    'in the future waits for its time',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary())
      const before = uids(await objects.list('Pod'))
      await when.restart('1h')
      await advance('55m')
      expect(uids(await objects.list('Pod'))).toEqual(before)
      await advance('10m')
      expect(uids(await objects.list('Pod')).filter(uid => before.includes(uid))).toEqual([])
      await then.phase('Healthy')
    }),
  )
})
