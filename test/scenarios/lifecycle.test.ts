import { describe, test } from 'vitest'
import { scenario } from './harness/scenario.ts'

const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  strategy: { canary: { steps: [{ setWeight: 50 }, { pause: { duration: 60s } }] } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1" }] }
`

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

  test(
    'whose writes meet conflicts and busy servers ends where it would have ended without them',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(rollout)
      await when.fault({
        effect: 'answer',
        code: 409,
        verbs: ['patch', 'update'],
        resources: ['rollouts.argoproj.io/status'],
        count: 3,
      })
      await when.fault({ effect: 'answer', code: 429, retryAfterSeconds: 2, verbs: ['create', 'patch'], count: 2 })
      await when.fault({ effect: 'drop', resources: ['replicasets.apps'], count: 2 })
      await when.image('shop/web:2')
      await advance('2m')
      await then.becomes('Healthy')
      await then.pods({ 2: 4 })
    }),
  )
})

test(
  'a Rollout that is deleted takes its ReplicaSets and pods along',
  scenario(async ({ given, when, then, advance, objects }) => {
    await given.healthy(rollout)
    const [set] = await objects.list('ReplicaSet')
    await when.delete('Rollout', 'web')
    await advance('1m')
    await then.gone('ReplicaSet', set!.metadata.name)
    await then.pods({})
  }),
)
