import { describe, expect, test } from 'vitest'
import { blueGreen, canary, service, text } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'
import type { When } from './harness/when.ts'

const names = { stableService: 'stable', canaryService: 'canary' }
const steps = [{ setWeight: 50 }, { pause: {} }]
const HASH = 'rollouts-pod-template-hash'
const MANAGER = 'argo-rollouts.argoproj.io/managed-by-rollouts'

async function replace(when: When): Promise<void> {
  await when.delete('Service', 'active')
  await when.apply(text(service('active')))
}

describe('the Services of a canary', () => {
  test(
    'follow their versions and never stand without a pod (D3, corrections 15)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(canary({ ...names, steps }))
      const seen = await observe()
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.service('stable', 1)
      await then.service('canary', 2)
      await when.promote()
      await then.becomes('Healthy')
      await advance('1m')
      await then.service('stable', 2)
      await then.service('canary', 2)
      const { leastBehindService } = seen()
      expect(Math.min(...Object.values(leastBehindService))).toBeGreaterThanOrEqual(1)
    }),
  )

  test(
    'both serve stable after an abort, in one switch (trap 41, D4, D5, corrections 13)',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(canary({ ...names, steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const switches = (await then.told()).filter(reason => reason === 'SwitchService')
      const seen = await observe()
      await when.abort()
      await advance('5m')
      await then.service('stable', 1)
      await then.service('canary', 1)
      await then.events(...switches, 'SwitchService')
      expect(seen().leastBehindService.canary).toBeGreaterThanOrEqual(1)
    }),
  )

  test(
    'are adopted only when all pods of their version are available (trap 41)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps }))
      await when.ready(1, false)
      await advance('1m')
      await when.apply(text(service('stable'), service('canary')))
      await when.edit({ strategy: { canary: names } })
      await advance('1m')
      expect((await objects.get('Service', 'stable')).spec.selector).toEqual({ app: 'web' })
      await when.ready(1, true)
      await advance('1m')
      await then.service('stable', 1)
    }),
  )
})

describe('a Service', () => {
  test(
    'that a Rollout no longer names gets its selector back',
    scenario(async ({ given, when, advance, objects }) => {
      await given.healthy(canary({ ...names, steps }))
      await when.edit({ strategy: { canary: { stableService: null, canaryService: null } } })
      await advance('1m')
      const { metadata, spec } = await objects.get('Service', 'stable')
      expect([metadata.annotations?.[MANAGER], spec.selector]).toEqual([undefined, { app: 'web' }])
    }),
  )

  test(
    'that a Rollout no longer names keeps its selector until the Rollout has told what that change means',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ ...names, steps }))
      await when.fault({ effect: 'slow', seconds: 10, resources: ['rollouts.argoproj.io/status'], count: 1 })
      await when.edit({
        strategy: { canary: { stableService: null, canaryService: null, steps: [{ setWeight: 30 }] } },
      })
      await advance('5s')
      await then.service('stable', 1)
      await advance('1m')
      expect((await objects.get('Service', 'stable')).spec.selector).toEqual({ app: 'web' })
    }),
  )

  test(
    'of a Rollout that goes gets its selector back',
    scenario(async ({ given, when, advance, objects }) => {
      await given.healthy(blueGreen())
      await when.delete('Rollout', 'web')
      await advance('1m')
      for (const name of ['active', 'preview']) {
        const { metadata, spec } = await objects.get('Service', name)
        expect([metadata.annotations?.[MANAGER], spec.selector]).toEqual([undefined, { app: 'web' }])
      }
    }),
  )

  test(
    'keeps its selector when its Rollout cannot be read for a while (trap 59)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen())
      await when.fault({ effect: 'answer', code: 500, verbs: ['get'] })
      await when.patch('Service', 'active', { metadata: { labels: { touched: 'yes' } } })
      await advance('1m')
      await then.service('active', 1)
      await when.noFaults()
      await advance('1m')
      await then.service('active', 1)
    }),
  )

  test(
    'that somebody has turned elsewhere is turned back',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.patch('Service', 'active', { spec: { selector: { [HASH]: 'nowhere' } } })
      await advance('10s')
      await then.service('active', 1)
    }),
  )

  test.each([
    ['loses its hash', (when: When) => when.patch('Service', 'active', { spec: { selector: { [HASH]: null } } })],
    ['is deleted and made anew', replace],
  ])('that %s while an update waits goes back to stable, and the gate holds (R15)', (_, act) =>
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(blueGreen({ autoPromotionEnabled: false }))
      await when.image('shop/web:2')
      await advance('1m')
      await act(when)
      await advance('1m')
      await then.service('active', 1)
      await then.phase('Paused', 'BlueGreenPause')
    })(),
  )

  test(
    'of two Rollouts belongs to the first; the second says so',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(blueGreen())
      const { metadata, spec } = await then.rollout()
      await when.apply(text({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'thief' }, spec }))
      await advance('10s')
      const { status } = await objects.get('Rollout', 'thief')
      expect(status).toMatchObject({
        phase: 'Degraded',
        message: expect.stringContaining('is managed by another Rollout'),
      })
      await then.service('active', 1)
      expect((await objects.get('Service', 'active')).metadata.annotations[MANAGER]).toBe(metadata.name)
    }),
  )

  test(
    'of two Rollouts belongs to the second when the first has gone',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(blueGreen())
      const { spec } = await then.rollout()
      await when.apply(text({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'heir' }, spec }))
      await advance('10s')
      await when.delete('Rollout', 'web')
      await advance('1m')
      expect((await objects.get('Rollout', 'heir')).status).toMatchObject({ phase: 'Healthy' })
      expect((await objects.get('Service', 'active')).metadata.annotations[MANAGER]).toBe('heir')
    }),
  )

  test(
    'of two Rollouts belongs to the second when the first names another',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(blueGreen({ previewService: undefined }))
      const { spec } = await then.rollout()
      await when.apply(text({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'heir' }, spec }))
      await advance('10s')
      await when.edit({ strategy: { blueGreen: { activeService: 'preview' } } })
      await advance('1m')
      expect((await objects.get('Rollout', 'heir')).status).toMatchObject({ phase: 'Healthy' })
      expect((await objects.get('Service', 'active')).metadata.annotations[MANAGER]).toBe('heir')
      expect((await objects.get('Service', 'preview')).metadata.annotations[MANAGER]).toBe('web')
    }),
  )
})
