import { expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { replicaSet } from './manifests.ts'

const kube = await openKube()
const gone = (path: string) =>
  expect.poll(async () => (await kube.send('GET', path)).status, { timeout: 30_000 }).toBe(404)

test('a namespace takes everything in it along', async () => {
  const ns = await kube.namespace()
  const configMaps = `/api/v1/namespaces/${ns}/configmaps`
  await kube.create(configMaps, { metadata: { name: 'inside' } })
  await kube.create(`/apis/apps/v1/namespaces/${ns}/replicasets`, replicaSet('inside', 1))
  const going = await kube.delete(`/api/v1/namespaces/${ns}`)
  expect(going.status.phase).toBe('Terminating')
  expect(going.metadata.deletionTimestamp).toBeTruthy()
  await gone(`/api/v1/namespaces/${ns}`)
  expect((await kube.get(configMaps)).items).toEqual([])
})

test('one that is going takes nothing new and waits for finalizers', async () => {
  const ns = await kube.namespace()
  const configMaps = `/api/v1/namespaces/${ns}/configmaps`
  await kube.create(configMaps, { metadata: { name: 'held', finalizers: ['example.com/hold'] } })
  await kube.delete(`/api/v1/namespaces/${ns}`)
  const { status, body } = await kube.send('POST', configMaps, { body: { metadata: { name: 'late' } } })
  expect(status).toBe(403)
  expect(body.message).toBe(
    `configmaps "late" is forbidden: unable to create new content in namespace ${ns} because it is being terminated`,
  )
  expect(body.details.causes).toEqual([
    { reason: 'NamespaceTerminating', message: `namespace ${ns} is being terminated`, field: 'metadata.namespace' },
  ])
  const remaining = async () =>
    (await kube.get(`/api/v1/namespaces/${ns}`)).status.conditions?.find(
      (c: Json) => c.type === 'NamespaceFinalizersRemaining',
    )?.status
  await expect.poll(remaining, { timeout: 30_000 }).toBe('True')
  await kube.merge(`${configMaps}/held`, { metadata: { finalizers: null } })
  await gone(`/api/v1/namespaces/${ns}`)
})
