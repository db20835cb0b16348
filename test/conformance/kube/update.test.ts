import { describe, expect, test } from 'vitest'
import { openKube } from './client.ts'
import { deployment, replicaSet } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`
const fresh = (data: object = { a: '1' }) => kube.create(configMaps, { metadata: { generateName: 'u-' }, data })

describe('update', () => {
  test('replaces the object and raises its resourceVersion', async () => {
    const made = await fresh({ a: '1', b: '2' })
    const changed = await kube.put(`${configMaps}/${made.metadata.name}`, { ...made, data: { b: '3' } })
    expect(changed.data).toEqual({ b: '3' })
    expect(Number(changed.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion))
    expect(changed.metadata.uid).toBe(made.metadata.uid)
    expect(changed.metadata.creationTimestamp).toBe(made.metadata.creationTimestamp)
  })

  test('an older resourceVersion is a Conflict', async () => {
    const made = await fresh()
    const path = `${configMaps}/${made.metadata.name}`
    await kube.merge(path, { data: { a: '2' } })
    const { status, body } = await kube.send('PUT', path, { body: made })
    expect(status).toBe(409)
    expect(body.reason).toBe('Conflict')
    expect(body.message).toBe(
      `Operation cannot be fulfilled on configmaps "${made.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`,
    )
    expect(body.details).toEqual({ name: made.metadata.name, kind: 'configmaps' })
  })

  test('without a resourceVersion it is unconditional for a ConfigMap', async () => {
    const made = await fresh()
    const body = { metadata: { name: made.metadata.name }, data: { a: '9' } }
    expect((await kube.put(`${configMaps}/${made.metadata.name}`, body)).data).toEqual({ a: '9' })
  })

  test('one that changes nothing keeps the resourceVersion', async () => {
    const made = await fresh()
    const same = await kube.put(`${configMaps}/${made.metadata.name}`, made)
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion)
    const patched = await kube.merge(`${configMaps}/${made.metadata.name}`, { data: { a: '1' } })
    expect(patched.metadata.resourceVersion).toBe(made.metadata.resourceVersion)
  })

  test('the name in the body has to be that of the path', async () => {
    const made = await fresh()
    const { status, body } = await kube.send('PUT', `${configMaps}/other`, { body: made })
    expect(status).toBe(400)
    expect(body.message).toBe(
      `the name of the object (${made.metadata.name}) does not match the name on the URL (other)`,
    )
  })

  test('another uid is a Conflict that names both', async () => {
    const made = await fresh()
    const other = '00000000-0000-0000-0000-000000000000'
    const body = { ...made, metadata: { ...made.metadata, uid: other } }
    const answer = await kube.send('PUT', `${configMaps}/${made.metadata.name}`, { body })
    expect(answer.status).toBe(409)
    expect(answer.body.message).toBe(
      `Operation cannot be fulfilled on configmaps "${made.metadata.name}": StorageError: invalid object, Code: 4, Key: /registry/configmaps/${ns}/${made.metadata.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${other}, UID in object meta: ${made.metadata.uid}`,
    )
  })

  test('of what does not exist is NotFound', async () => {
    const { status } = await kube.send('PUT', `${configMaps}/absent`, { body: { metadata: { name: 'absent' } } })
    expect(status).toBe(404)
  })
})

describe('generation', () => {
  test('counts changes of spec, not of labels or status', async () => {
    const made = await kube.create(deployments, deployment('counted', 0, { paused: true }))
    const path = `${deployments}/counted`
    expect(made.metadata.generation).toBe(1)
    expect((await kube.merge(path, { metadata: { labels: { a: 'b' } } })).metadata.generation).toBe(1)
    expect((await kube.merge(`${path}/status`, { status: { collisionCount: 1 } })).metadata.generation).toBe(1)
    expect((await kube.merge(path, { spec: { minReadySeconds: 3 } })).metadata.generation).toBe(2)
  })

  test('of a Deployment counts its annotations too; of a ReplicaSet only its spec', async () => {
    await kube.create(deployments, deployment('annotated', 0, { paused: true }))
    await kube.create(replicaSets, replicaSet('annotated', 0))
    const annotations = { metadata: { annotations: { a: 'b' } } }
    expect((await kube.merge(`${deployments}/annotated`, annotations)).metadata.generation).toBe(2)
    expect((await kube.merge(`${replicaSets}/annotated`, annotations)).metadata.generation).toBe(1)
  })

  test('is not kept for kinds that have no spec of their own', async () => {
    expect((await fresh()).metadata.generation).toBeUndefined()
  })
})

describe('status', () => {
  test('is not changed by an update of the object, and the object not by one of status', async () => {
    const made = await kube.create(deployments, { ...deployment('two-sides', 0), status: { collisionCount: 5 } })
    expect(made.status.collisionCount).toBeUndefined()
    const path = `${deployments}/two-sides`
    const changed = await kube.merge(`${path}/status`, { spec: { minReadySeconds: 9 }, status: { collisionCount: 2 } })
    expect(changed.status.collisionCount).toBe(2)
    expect(changed.spec.minReadySeconds).toBeUndefined()
    const after = await kube.merge(path, { spec: { minReadySeconds: 4 }, status: { collisionCount: 7 } })
    expect(after.status.collisionCount).toBe(2)
    expect(after.spec.minReadySeconds).toBe(4)
  })
})
