import { expect, test } from 'vitest'
import { APPLY, MERGE, openKube } from './client.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const body = (name: string, data: object = { a: '1' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
})
await kube.create(configMaps, body('kept'))

test('a dry create answers as a create would and stores nothing', async () => {
  const { status, body: made } = await kube.send('POST', `${configMaps}?dryRun=All`, { body: body('dry') })
  expect(status).toBe(201)
  expect(made.metadata.uid).toBeTruthy()
  expect((await kube.send('GET', `${configMaps}/dry`)).status).toBe(404)
})

test('a dry create of what exists is AlreadyExists all the same', async () => {
  expect((await kube.send('POST', `${configMaps}?dryRun=All`, { body: body('kept') })).status).toBe(409)
})

test.each([
  ['PUT', 'application/json'],
  ['PATCH', MERGE],
  ['PATCH', APPLY],
])('a dry %s of %s shows the change and keeps the object', async (method, contentType) => {
  const path = `${configMaps}/kept?dryRun=All&force=true&fieldManager=x`.replace(
    contentType === APPLY ? '' : '&force=true',
    '',
  )
  const { status, body: shown } = await kube.send(method, path, { body: body('kept', { a: '2' }), contentType })
  expect([status, shown.data]).toEqual([200, { a: '2' }])
  expect((await kube.get(`${configMaps}/kept`)).data).toEqual({ a: '1' })
})

test('a dry delete deletes nothing', async () => {
  expect((await kube.send('DELETE', `${configMaps}/kept?dryRun=All`)).status).toBe(200)
  expect((await kube.get(`${configMaps}/kept`)).metadata.deletionTimestamp).toBeUndefined()
})

test('a watch sees nothing of it', async () => {
  const { metadata } = await kube.get(configMaps)
  const watch = await kube.watch(`${configMaps}?watch=true&resourceVersion=${metadata.resourceVersion}`)
  await kube.ok('POST', `${configMaps}?dryRun=All`, { body: body('unseen') })
  await kube.create(configMaps, body('seen'))
  expect((await watch.next())!.object.metadata.name).toBe('seen')
})

test('any other value is refused', async () => {
  const { status, body: answer } = await kube.send('POST', `${configMaps}?dryRun=Some`, { body: body('some') })
  expect(status).toBe(422)
  expect(answer.message).toMatch(/dryRun: /)
})
