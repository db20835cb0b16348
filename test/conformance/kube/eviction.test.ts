import { expect, test } from 'vitest'
import { openKube } from './client.ts'
import { pod, replicaSet } from './manifests.ts'
import { makeReady, podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const pods = `/api/v1/namespaces/${ns}/pods`
const budgets = `/apis/policy/v1/namespaces/${ns}/poddisruptionbudgets`
const evict = (name: string, more: object = {}) =>
  kube.send('POST', `${pods}/${name}/eviction`, {
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: ns }, ...more },
  })
const budget = (name: string, spec: object) =>
  kube.create(budgets, { metadata: { name }, spec: { selector: { matchLabels: { app: name } }, ...spec } })

test('without a budget an eviction is a deletion', async () => {
  await kube.create(pods, pod('free'))
  const { status, body } = await evict('free')
  expect(status).toBe(201)
  expect(body).toMatchObject({ kind: 'Status', status: 'Success' })
  expect((await kube.send('GET', `${pods}/free`)).status).toBe(404)
})

test('of a pod that is not there is NotFound', async () => {
  expect((await evict('absent')).status).toBe(404)
})

test('preconditions are kept', async () => {
  await kube.create(pods, pod('guarded'))
  const deleteOptions = { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } }
  expect((await evict('guarded', { deleteOptions })).status).toBe(409)
  expect((await kube.send('GET', `${pods}/guarded`)).status).toBe(200)
})

test('a budget counts its pods and says how many may go', async () => {
  await kube.create(`/apis/apps/v1/namespaces/${ns}/replicasets`, replicaSet('counted', 3))
  await budget('counted', { minAvailable: 2 })
  for (const one of await podsOf(kube, ns, 'app=counted', 3)) await makeReady(kube, one)
  const allowed = await until(async () => {
    const { status } = await kube.get(`${budgets}/counted`)
    return status?.disruptionsAllowed === 1 && status
  }, 'one disruption to be allowed')
  expect(allowed).toMatchObject({ currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1 })
})

test('a budget that is used up answers 429 and says so', async () => {
  await kube.create(`/apis/apps/v1/namespaces/${ns}/replicasets`, replicaSet('tight', 2))
  await budget('tight', { maxUnavailable: 0 })
  const [one] = await podsOf(kube, ns, 'app=tight', 2)
  for (const each of await podsOf(kube, ns, 'app=tight', 2)) await makeReady(kube, each)
  await until(async () => (await kube.get(`${budgets}/tight`)).status?.currentHealthy === 2, 'two healthy pods')
  const { status, body } = await evict(one.metadata.name)
  expect([status, body.reason]).toEqual([429, 'TooManyRequests'])
  expect(body.message).toBe("Cannot evict pod as it would violate the pod's disruption budget.")
  expect(body.details.causes).toEqual([
    { reason: 'DisruptionBudget', message: 'The disruption budget tight needs 2 healthy pods and has 2 currently' },
  ])
})

test('pods that are not ready may go whatever the budget, and a dry eviction stays dry', async () => {
  await kube.create(`/apis/apps/v1/namespaces/${ns}/replicasets`, replicaSet('pending', 1))
  await budget('pending', { maxUnavailable: 0 })
  const [one] = await podsOf(kube, ns, 'app=pending', 1)
  expect((await evict(one.metadata.name, { deleteOptions: { dryRun: ['All'] } })).status).toBe(201)
  expect((await kube.send('GET', `${pods}/${one.metadata.name}`)).status).toBe(200)
  expect((await evict(one.metadata.name)).status).toBe(201)
})
