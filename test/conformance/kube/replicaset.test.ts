import { expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { pod, replicaSet } from './manifests.ts'
import { makeReady, podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`
const pods = `/api/v1/namespaces/${ns}/pods`
const status = (name: string, wanted: Json) =>
  until(
    async () => {
      const { status } = await kube.get(`${replicaSets}/${name}`)
      return Object.entries(wanted).every(([field, value]) => (status[field] ?? 0) === value) && status
    },
    `${name} to have ${JSON.stringify(wanted)}`,
  )

test('makes pods of its template, named after it and owned by it', async () => {
  const made = await kube.create(replicaSets, replicaSet('makes', 2))
  const [one] = await podsOf(kube, ns, 'app=makes', 2)
  expect(one.metadata.name).toMatch(/^makes-[a-z0-9]{5}$/)
  expect(one.metadata.generateName).toBe('makes-')
  expect(one.metadata.ownerReferences).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'makes',
      uid: made.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ])
  expect(one.spec.containers[0].image).toBe('shop/web:1')
})

test('counts its pods, the ready and the available', async () => {
  await kube.create(replicaSets, replicaSet('counts', 2))
  await status('counts', { replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 0, observedGeneration: 1 })
  const [one, two] = await podsOf(kube, ns, 'app=counts', 2)
  await makeReady(kube, one)
  await status('counts', { readyReplicas: 1, availableReplicas: 1 })
  await makeReady(kube, two)
  await status('counts', { readyReplicas: 2, availableReplicas: 2 })
  await makeReady(kube, one, false)
  await status('counts', { readyReplicas: 1, availableReplicas: 1 })
})

test('a ready pod is available only after minReadySeconds', async () => {
  await kube.create(replicaSets, replicaSet('patient', 1, { minReadySeconds: 2 }))
  const [one] = await podsOf(kube, ns, 'app=patient', 1)
  await makeReady(kube, one)
  expect((await status('patient', { readyReplicas: 1 })).availableReplicas ?? 0).toBe(0)
  await status('patient', { availableReplicas: 1 })
})

test('replaces a pod that goes', async () => {
  await kube.create(replicaSets, replicaSet('replaces', 1))
  const [one] = await podsOf(kube, ns, 'app=replaces', 1)
  await kube.delete(`${pods}/${one.metadata.name}`)
  await until(async () => {
    const [other] = await podsOf(kube, ns, 'app=replaces', 1)
    return other.metadata.uid !== one.metadata.uid
  }, 'another pod')
})

test('adopts pods that fit, and lets go those that no longer do', async () => {
  await kube.create(pods, pod('stray', { app: 'adopts' }))
  await kube.create(replicaSets, replicaSet('adopts', 1))
  await until(
    async () => (await kube.get(`${pods}/stray`)).metadata.ownerReferences?.[0].name === 'adopts',
    'the adoption',
  )
  await kube.merge(`${pods}/stray`, { metadata: { labels: { app: 'elsewhere' } } })
  await until(async () => !(await kube.get(`${pods}/stray`)).metadata.ownerReferences, 'the release')
  await podsOf(kube, ns, 'app=adopts', 1)
})

test('shrinks by the pods that are least worth: those not ready go first', async () => {
  await kube.create(replicaSets, replicaSet('shrinks', 3))
  const [one, two, three] = await podsOf(kube, ns, 'app=shrinks', 3)
  await makeReady(kube, one)
  await makeReady(kube, three)
  await status('shrinks', { readyReplicas: 2 })
  await kube.merge(`${replicaSets}/shrinks`, { spec: { replicas: 2 } })
  const left = await podsOf(kube, ns, 'app=shrinks', 2)
  expect(left.map(each => each.metadata.name)).not.toContain(two.metadata.name)
})

test('a lower deletion cost goes first among equals', async () => {
  await kube.create(replicaSets, replicaSet('costs', 2))
  const all = await podsOf(kube, ns, 'app=costs', 2)
  for (const each of all) await makeReady(kube, each)
  await status('costs', { readyReplicas: 2 })
  const [cheap, dear] = all
  await kube.merge(`${pods}/${dear.metadata.name}`, {
    metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '100' } },
  })
  await kube.merge(`${replicaSets}/costs`, { spec: { replicas: 1 } })
  const [left] = await podsOf(kube, ns, 'app=costs', 1)
  expect([left.metadata.name, cheap.metadata.name]).toEqual([dear.metadata.name, cheap.metadata.name])
})

test('says what it did in Events', async () => {
  await kube.create(replicaSets, replicaSet('tells', 1))
  const [one] = await podsOf(kube, ns, 'app=tells', 1)
  const path = `/api/v1/namespaces/${ns}/events?fieldSelector=involvedObject.kind%3DReplicaSet%2CinvolvedObject.name%3Dtells`
  const [event] = await until(async () => {
    const { items } = await kube.get(path)
    return items.length > 0 && items
  }, 'the event')
  expect(event).toMatchObject({
    reason: 'SuccessfulCreate',
    type: 'Normal',
    message: `Created pod: ${one.metadata.name}`,
  })
})
