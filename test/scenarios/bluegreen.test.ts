import { describe, test } from 'vitest'
import { scenario } from './harness/scenario.ts'

const manifest = `
apiVersion: v1
kind: Service
metadata: { name: active }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: preview }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  strategy: { blueGreen: { activeService: active, previewService: preview, autoPromotionEnabled: false } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1" }] }
`

describe('blue-green', () => {
  test(
    'keeps the active Service on the old version until somebody promotes, and the old pods for thirty seconds after that',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(manifest)
      await then.service('active', 1)

      await when.image('shop/web:2')
      await advance('1h')
      await then.phase('Paused', 'BlueGreenPause')
      await then.service('active', 1)
      await then.service('preview', 2)
      await then.pods({ 1: 2, 2: 2 })

      await when.promote()
      await then.service('active', 2)
      await advance('29s')
      await then.pods({ 1: 2, 2: 2 })
      await advance('2s')
      await then.pods({ 2: 2 })
      await then.phase('Healthy')
    }),
  )
})
