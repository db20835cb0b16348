import { describe, test } from 'vitest'
import { scenario } from './harness/scenario.ts'

const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  strategy:
    canary:
      steps:
        - setWeight: 25
        - pause: {}
        - setWeight: 50
        - pause: { duration: 10m }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1" }] }
`

describe('a canary', () => {
  test(
    'stops at a pause without an end until somebody promotes it, and at a timed one until its time is over',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(rollout)
      await then.pods({ 1: 4 })

      await when.image('shop/web:2')
      await advance('1h')
      await then.phase('Paused', 'CanaryPauseStep')
      await then.step(1)
      await then.pods({ 1: 3, 2: 1 })

      await when.promote()
      await advance('1m')
      await then.step(3)
      await then.pods({ 1: 2, 2: 2 })

      await advance('8m')
      await then.phase('Paused')
      await then.becomes('Healthy', '2m')
      await then.pods({ 2: 4 })
    }),
  )

  test(
    'that is aborted serves the old version again, and goes on from its first step when retried',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(rollout)
      await when.image('shop/web:2')
      await then.becomes('Paused')

      await when.abort()
      await advance('1m')
      await then.phase('Degraded', 'RolloutAborted: Rollout aborted update to revision 2')
      await then.pods({ 1: 4 })

      await when.retry()
      await then.becomes('Paused')
      await then.step(1)
      await then.pods({ 1: 3, 2: 1 })
      await then.events('RolloutAborted')
    }),
  )
})
