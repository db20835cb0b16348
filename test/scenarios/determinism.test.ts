import { expect, test } from 'vitest'
import { undisturbed } from './harness/scenario.ts'

const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: { duration: 5m } }, { setWeight: 60 }, { pause: {} }] } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1" }] }
`

async function played(): Promise<string[]> {
  const seen: string[] = []
  await undisturbed(async ({ given, when, advance, objects }) => {
    await given.healthy(rollout)
    await when.image('shop/web:2')
    await advance('6m')
    await when.promote()
    await advance('1m')
    for (const kind of ['Rollout', 'ReplicaSet', 'Pod', 'Event'])
      for (const object of await objects.list(kind)) seen.push(JSON.stringify(object, null, 1))
  })
  return seen
}

test('a scenario comes out the same each time, to the last uid and resourceVersion', async () => {
  expect(await played()).toEqual(await played())
})
