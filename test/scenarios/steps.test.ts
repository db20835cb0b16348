import { describe, expect, test } from 'vitest'
import { canary, template } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '10m' } }]
const HASH = 'rollouts-pod-template-hash'

describe('the steps of a canary', () => {
  test(
    'are left out of the first deployment (trap 5)',
    scenario(async ({ given, then }) => {
      await given.healthy(canary({ steps }))
      await then.step(4)
      await then.pods({ 1: 4 })
      await then.events('NewReplicaSetCreated', 'ScalingReplicaSet', 'RolloutCompleted')
    }),
  )

  test(
    'start again when somebody edits them, and no pod is replaced for that (trap 12)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await advance('1m')
      await then.step(3)

      await when.edit({ strategy: { canary: { steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 75 }] } } })
      await advance('1m')
      await then.step(1)
      await then.phase('Paused', 'CanaryPauseStep')
      await then.pods({ 1: 3, 2: 1 })
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
    }),
  )

  test(
    'edited on a Rollout at rest are done at once (trap 12)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.edit({ strategy: { canary: { steps: [{ setWeight: 10 }, { pause: {} }] } } })
      await advance('1m')
      await then.phase('Healthy')
      await then.step(2)
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'wait until stable has really given up its pods (trap 15)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] }))
      await when.fault({ userAgent: 'kube-', effect: 'answer', code: 500, verbs: ['delete'], resources: ['pods'] })
      await when.image('shop/web:2')
      await advance('1m')
      await then.phase('Progressing')
      await then.step(0)

      await when.noFaults()
      await then.becomes('Paused')
      await then.step(1)
      await then.pods({ 1: 2, 2: 2 })
    }),
  )

  test(
    'end in a promotion although an autoscaler has shrunk the Rollout below its canary (trap 14)',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps: [{ setWeight: 75 }, { pause: {} }] }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.scale(2)
      await when.promote()
      await then.becomes('Healthy')
      await then.pods({ 2: 2 })
      await then.status({ replicas: 2, HPAReplicas: 2 })
      await advance('1m')
    }),
  )

  test(
    'wait for the number of pods that replicaProgressThreshold asks for, not for all of them (trap 26)',
    scenario(async ({ given, when, then, advance, objects }) => {
      const replicaProgressThreshold = { type: 'Percent', value: 50 }
      await given.healthy(canary({ replicaProgressThreshold, maxSurge: 4, steps: [{ setWeight: 50 }, { pause: {} }] }))
      await when.edit({ template: template('shop/web:2', { 'sandbox.slipway.dev/ready': 'false' }) })
      await advance('1m')
      await then.step(0)
      const { metadata } = await then.set(2)
      const pods = await objects.list('Pod')
      const pod = pods.find(({ metadata: { labels } }) => labels[HASH] === metadata.labels[HASH])
      await when.patch('Pod', pod!.metadata.name, { metadata: { annotations: { 'sandbox.slipway.dev/ready': null } } })
      await then.becomes('Paused')
      await then.step(1)
    }),
  )

  test(
    'are not held up by a replicaProgressThreshold above what an early step asks for (trap 64)',
    scenario(async ({ given, when, then }) => {
      const replicaProgressThreshold = { type: 'Pods', value: 3 }
      await given.healthy(canary({ replicaProgressThreshold, steps: [{ setWeight: 25 }, { pause: {} }] }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.step(1)
    }),
  )
})
