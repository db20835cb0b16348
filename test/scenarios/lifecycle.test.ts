import { describe, test } from 'vitest'
import { canary } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

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
})
