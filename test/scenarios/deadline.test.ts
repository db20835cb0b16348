import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]
const progressDeadlineSeconds = 60
const READY = 'sandbox.slipway.dev/ready'
const exceeded = { status: 'False', reason: 'ProgressDeadlineExceeded' }

describe('the progress deadline', () => {
  test(
    'makes an update that does not get on Degraded, and Progressing again when it does',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds }))
      await when.image('bad-image:2')
      await advance('50s')
      await then.phase('Progressing')
      await advance('20s')
      await then.phase('Degraded', /^ProgressDeadlineExceeded: ReplicaSet "web-.*" has timed out progressing\.$/)
      await when.image('shop/web:3')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 3: 2 })
    }),
  )

  test(
    'is told although no pod can be created (C1)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds }))
      await when.fault({ effect: 'answer', code: 500, resources: ['replicasets.apps'], verbs: ['patch', 'update'] })
      await when.image('shop/web:2')
      await advance('2m')
      await then.condition('Progressing', exceeded)
      await when.noFaults()
      await then.becomes('Paused')
    }),
  )

  test(
    'is not put off by a pod that comes and goes (C2)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds }))
      await when.edit({ template: template('shop/web:2', { [READY]: 'false' }) })
      await advance('10s')
      const pod = (await objects.list('Pod')).find(({ metadata }) => metadata.annotations?.[READY])
      for (let turn = 0; turn < 10; turn++) {
        const annotations = { [READY]: turn % 2 === 0 ? null : 'false' }
        await when.patch('Pod', pod!.metadata.name, { metadata: { annotations } })
        await advance('20s')
      }
      await then.condition('Progressing', exceeded)
    }),
  )

  test(
    'counts anew for a version that comes back: what it had the last time is no mark (C2)',
    scenario(async ({ given, when, then, advance, objects }) => {
      const broken = { template: template('shop/web:2', { [READY]: 'false' }) }
      const getsReady = async (ready: null | 'false', count: number) => {
        const pods = (await objects.list('Pod')).filter(({ spec }) => spec.containers[0].image === 'shop/web:2')
        for (const { metadata } of pods.slice(0, count))
          await when.patch('Pod', metadata.name, { metadata: { annotations: { [READY]: ready } } })
      }
      await given.healthy(canary({ steps, maxSurge: 0, maxUnavailable: 2 }, { progressDeadlineSeconds }))
      await when.edit(broken)
      await advance('10s')
      await getsReady(null, 1)
      await advance('1s')
      await getsReady('false', 1)
      await advance('10s')
      await when.edit({ template: template('shop/web:1', { [READY]: null }) })
      await then.becomes('Healthy')
      await when.edit(broken)
      await advance('50s')
      await getsReady(null, 1)
      await advance('50s')
      await then.phase('Progressing')
    }),
  )

  test(
    'does not count while a version that waits for its end still runs (trap 29)',
    scenario(async ({ given, when, then, advance }) => {
      const delayed = { scaleDownDelaySeconds: 600, autoPromotionEnabled: true }
      await given.healthy(blueGreen(delayed, { progressDeadlineSeconds }))
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await advance('10s')
      await when.image('bad-image:3')
      await advance('5m')
      await then.phase('Progressing')
      await advance('10m')
      await then.condition('Progressing', exceeded)
    }),
  )

  test(
    'counts again when the version that waited for its end has gone (R14)',
    scenario(async ({ given, when, then, advance }) => {
      const gated = { abortScaleDownDelaySeconds: 20, autoPromotionEnabled: false }
      await given.healthy(blueGreen(gated, { progressDeadlineSeconds }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.abort()
      await advance('1m')
      await then.pods({ 1: 4 })
      await when.image('bad-image:3')
      await advance('5m')
      await then.condition('Progressing', exceeded)
    }),
  )

  test.each([
    ['a canary', canary({ steps }, { progressDeadlineSeconds, progressDeadlineAbort: true })],
    ['blue-green', blueGreen({}, { progressDeadlineSeconds, progressDeadlineAbort: true })],
  ])('aborts %s when it is asked to, in the moment that it is over (trap 30)', (_, manifest) =>
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(manifest)
      await when.image('bad-image:2')
      await advance('65s')
      await then.phase(
        'Degraded',
        /^RolloutAborted: Rollout aborted update to revision 2: ReplicaSet "web-.*" has timed/,
      )
      await then.status({ abort: true })
      await advance('1m')
      await then.pods({ 1: 4 })
    })(),
  )

  test(
    'ends no full promotion: it is late, and goes on (R5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds: 3600, progressDeadlineAbort: true }))
      await when.image('bad-image:2')
      await when.promoteFull()
      await advance('2h')
      await then.condition('Progressing', exceeded)
      expect((await then.rollout()).status).not.toHaveProperty('abort')
      await when.edit({ template: template('shop/web:3') })
      await then.becomes('Paused')
    }),
  )

  test(
    'never aborts a Rollout that is complete (trap 30)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds, progressDeadlineAbort: true }))
      await when.ready(1, false)
      await advance('10m')
      expect((await then.rollout()).status.abort).toBeUndefined()
      await then.condition('Progressing', exceeded)
    }),
  )

  test(
    'begins anew for a complete Rollout that has lost its pods (trap 28)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds }))
      await advance('1h')
      await when.ready(1, false)
      await then.condition('Progressing', { status: 'True', reason: 'ReplicaSetNotAvailable' })
      await advance('50s')
      await then.phase('Progressing')
      await when.ready(1, true)
      await then.becomes('Healthy')
    }),
  )

  test(
    'begins when the spec is valid, not before (C5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.manifest(canary({ steps, maxSurge: 0, maxUnavailable: 0 }, { progressDeadlineSeconds }))
      await advance('1h')
      await then.phase('Degraded', /^InvalidSpec/)
      const late = template('shop/web:1', { 'sandbox.slipway.dev/ready-after': '40s' })
      await when.edit({ template: late, strategy: { canary: { maxSurge: 1 } } })
      await advance('30s')
      await then.phase('Progressing')
      await then.becomes('Healthy', '1m')
    }),
  )

  test(
    'is not told before the live ReplicaSet has been looked at (B5)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }, { progressDeadlineSeconds }))
      await when.image('shop/web:2')
      await when.fault({ effect: 'stall', verbs: ['watch'], resources: ['replicasets.apps'] })
      await advance('10m')
      await when.noFaults()
      await then.becomes('Paused')
      await then.condition('Progressing', { reason: 'RolloutPaused' })
    }),
  )
})
