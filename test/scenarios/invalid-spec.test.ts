import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

describe('an invalid spec', () => {
  test(
    'is told, told anew when another thing is wrong, and forgotten when it is right (trap 47)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ maxSurge: 1 }, { progressDeadlineSeconds: 600 }))
      await when.edit({ progressDeadlineSeconds: 5, minReadySeconds: 10 })
      await then.phase('Degraded', /^InvalidSpec: The Rollout "web" is invalid: spec\.progressDeadlineSeconds/)
      await when.edit({ progressDeadlineSeconds: 600, strategy: { canary: { maxSurge: 0, maxUnavailable: 0 } } })
      await then.phase('Degraded', /^InvalidSpec: The Rollout "web" is invalid: spec\.strategy\.maxSurge/)
      await when.edit({ strategy: { canary: { maxSurge: 1 } } })
      await advance('20s')
      await then.phase('Healthy')
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'of a Service that is missing heals when the Service comes (trap 47)',
    scenario(async ({ given, when, then, advance }) => {
      await given.manifest(blueGreen().split('\n---\n')[2]!)
      await then.phase(
        'Degraded',
        /spec\.strategy\.blueGreen\.previewService: .*"preview" not found|service "active" not found/,
      )
      await advance('1h')
      await when.apply(blueGreen().split('\n---\n').slice(0, 2).join('\n---\n'))
      await then.becomes('Healthy', '1m')
      await then.service('active', 1)
    }),
  )

  test(
    'leaves what runs as it is',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.healthy(blueGreen())
      const seen = await observe()
      await when.edit({ template: template('shop/web:2', {}, { name: 'Not A Name' }) })
      await advance('30m')
      await then.phase('Degraded', /^InvalidSpec/)
      await then.service('active', 1)
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 4 })
    }),
  )

  test(
    'is told in one write and then left alone until something changes',
    scenario(async ({ given, then }) => {
      await given.manifest(canary({ maxSurge: 0, maxUnavailable: 0 }))
      await then.phase('Degraded', /^InvalidSpec/)
      await then.quiet('24h')
    }),
  )

  test(
    'hurts its own Rollout alone (trap 52, C8)',
    scenario(async ({ given, when, then, objects }) => {
      const odd = { metadata: { name: 'odd' }, kind: 'Rollout', apiVersion: 'argoproj.io/v1alpha1' }
      await when.apply(JSON.stringify({ ...odd, spec: { strategy: { canary: { steps: [{}] } } } }))
      await when.apply(JSON.stringify({ ...odd, metadata: { name: 'empty' }, spec: {} }))
      await given.healthy(canary({ steps: [{ setWeight: 50 }, { pause: { duration: 1 } }] }))
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      for (const name of ['odd', 'empty']) expect((await objects.get('Rollout', name)).status.phase).toBe('Degraded')
    }),
  )

  test.each([
    ['cpu as a number', { limits: { cpu: 2, memory: '1Gi' } }],
    ['quantities in other spellings', { requests: { cpu: '1e-1', memory: '0.5Gi' } }],
    ['unknown resources', { limits: { 'example.com/gpu': '1' }, claims: [] }],
  ])('is not what %s make: they work, and are stored as they were written (trap 2, trap 52)', (_, resources) =>
    scenario(async ({ given, then, objects }) => {
      await given.healthy(canary({}, { template: template('shop/web:1', {}, { resources }) }))
      const { spec } = await then.rollout()
      expect(spec.template.spec.containers[0].resources).toEqual(resources)
      expect(await objects.list('ReplicaSet')).toHaveLength(1)
    })(),
  )
})
