import { describe, expect, test } from 'vitest'
import { canary, deployment, referring, template, text } from './harness/rollouts.ts'
import { scenario, undisturbed } from './harness/scenario.ts'

const rollout = canary({ steps: [{ setWeight: 50 }, { pause: { duration: '60s' } }] })

describe('a controller', () => {
  test(
    'that is killed in a timed pause ends the pause when it is due, counted from its begin',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(rollout)
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.controllerIsKilled()
      await advance('2m')
      await then.pods({ 1: 2, 2: 2 })
      await when.controllerStarts()
      await then.becomes('Healthy', '30s')
      await then.pods({ 2: 4 })
    }),
  )

  test('that starts in the middle of a hand-over takes nothing back that was said', async () => {
    await undisturbed(async ({ given, when, then, advance }) => {
      await given.manifest(text(deployment({ template: template('bad-image:1') })))
      await given.manifest(referring({ scaleDown: 'onsuccess' }))
      await advance('1m')
      await then.condition('WorkloadDrained', { reason: 'HandingOver' })
      const { metadata } = await then.rollout()
      await when.controllerRestarts()
      expect((await then.rollout()).metadata.resourceVersion).toBe(metadata.resourceVersion)
    })
  })
})
