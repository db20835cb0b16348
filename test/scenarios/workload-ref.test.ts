import { describe, test } from 'vitest'
import { scenario } from './harness/scenario.ts'

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1" }] }
`
const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 3
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: web, scaleDown: onsuccess }
  strategy: { canary: { steps: [{ setWeight: 34 }, { pause: {} }] } }
`

describe('a Rollout that refers to a Deployment', () => {
  test(
    'runs its pods first, and scales the Deployment to nothing when it is healthy',
    scenario(async ({ given, when, then, advance }) => {
      await given.manifest(deployment)
      await advance('10s')
      await given.manifest(rollout)
      await then.replicas('Deployment', 'web', 3)
      await then.becomes('Healthy')
      await then.replicas('Deployment', 'web', 0)
      await then.pods({ 1: 3 })

      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 1 })
      await then.replicas('Deployment', 'web', 0)
    }),
  )
})
