import { describe, expect, test } from 'vitest'
import { type Json, MERGE, openKube, STRATEGIC } from './client.ts'
import { deployment, pod, replicaSet } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`
const pods = `/api/v1/namespaces/${ns}/pods`

describe('scale', () => {
  test('is a Scale with the counts and the selector as text', async () => {
    const made = await kube.create(deployments, deployment('read', 3, { paused: true }))
    const scale = await kube.get(`${deployments}/read/scale`)
    expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 3 } })
    expect(scale.metadata).toMatchObject({ name: 'read', namespace: ns, uid: made.metadata.uid })
    expect(scale.status.selector).toBe('app=read')
  })

  test('a write changes the count alone', async () => {
    await kube.create(replicaSets, replicaSet('write', 0))
    const scale = await kube.merge(`${replicaSets}/write/scale`, { spec: { replicas: 2 } })
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 2 } })
    const { resourceVersion, ...metadata } = scale.metadata
    const put = await kube.put(`${replicaSets}/write/scale`, { ...scale, metadata, spec: { replicas: 1 } })
    expect(put.spec.replicas).toBe(1)
    expect((await kube.get(`${replicaSets}/write`)).spec).toMatchObject({
      replicas: 1,
      selector: { matchLabels: { app: 'write' } },
    })
  })

  test('an older resourceVersion is a Conflict', async () => {
    await kube.create(replicaSets, replicaSet('raced', 0))
    const scale = await kube.get(`${replicaSets}/raced/scale`)
    await kube.merge(`${replicaSets}/raced`, { spec: { minReadySeconds: 1 } })
    const { status } = await kube.send('PUT', `${replicaSets}/raced/scale`, {
      body: { ...scale, spec: { replicas: 4 } },
    })
    expect(status).toBe(409)
  })

  test('another uid is a Conflict', async () => {
    await kube.create(deployments, deployment('mistaken', 0, { paused: true }))
    const body = { metadata: { uid: 'another' }, spec: { replicas: 4 } }
    const answer = await kube.send('PATCH', `${deployments}/mistaken/scale`, { body, contentType: MERGE })
    expect(answer.status).toBe(409)
    expect((await kube.get(`${deployments}/mistaken`)).spec.replicas).toBe(0)
  })

  test('a write belongs to its manager by that path, and its answer has the version of the object', async () => {
    await kube.create(deployments, deployment('owned', 0, { paused: true }))
    const scale = await kube.merge(`${deployments}/owned/scale?fieldManager=somebody`, { spec: { replicas: 1 } })
    const { metadata } = await kube.get(`${deployments}/owned`)
    expect(Number(scale.metadata.resourceVersion)).toBeLessThanOrEqual(Number(metadata.resourceVersion))
    expect(metadata.managedFields).toContainEqual(
      expect.objectContaining({
        manager: 'somebody',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      }),
    )
  })

  test('less than nothing is Invalid', async () => {
    await kube.create(replicaSets, replicaSet('negative', 0))
    const answer = await kube.send('PATCH', `${replicaSets}/negative/scale`, {
      body: { spec: { replicas: -1 } },
      contentType: MERGE,
    })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toMatch(/spec\.replicas: Invalid value: -1: must be greater than or equal to 0/)
  })

  test('of what does not exist is NotFound', async () => {
    expect((await kube.send('GET', `${deployments}/absent/scale`)).status).toBe(404)
  })
})

describe('status', () => {
  test('can be read and written by its own path', async () => {
    await kube.create(pods, pod('stated'))
    const made = await kube.get(`${pods}/stated/status`)
    const changed = await kube.put(`${pods}/stated/status`, { ...made, status: { ...made.status, message: 'here' } })
    expect(changed.status.message).toBe('here')
    expect((await kube.get(`${pods}/stated`)).status.message).toBe('here')
  })

  test('a write of status may touch annotations, but neither labels nor spec', async () => {
    await kube.create(deployments, deployment('apart', 0, { paused: true }))
    const changed = await kube.merge(`${deployments}/apart/status`, {
      metadata: { labels: { a: 'b' }, annotations: { a: 'b' } },
      spec: { replicas: 9 },
    })
    expect(changed.metadata.labels).toBeUndefined()
    expect(changed.metadata.annotations).toMatchObject({ a: 'b' })
    expect(changed.metadata.generation).toBe(1)
    expect(changed.spec.replicas).toBe(0)
  })
})

describe('a condition that somebody else adds to the status of a Deployment', () => {
  const type = 'example.com/Seen'
  const status = (path: string, condition: object, uid?: string) =>
    kube.send('PATCH', `${path}/status?fieldManager=somebody`, {
      body: { metadata: { uid }, status: { conditions: [{ type, ...condition }] } },
      contentType: STRATEGIC,
    })
  const seen = { status: 'True', reason: 'Seen', message: 'once' }

  test('stands beside those of the controller, changes no generation, and can be told from the metadata', async () => {
    const path = `${deployments}/seen`
    const { metadata } = await kube.create(deployments, deployment('seen', 0))
    const first = await status(path, seen, metadata.uid)
    expect(first.body.metadata.generation).toBe(1)
    expect(first.body.status.conditions).toContainEqual(expect.objectContaining({ type, message: 'once' }))
    const managed = first.body.metadata.managedFields as readonly { manager: string; fieldsV1: Json }[]
    const own = managed.find(({ manager }) => manager === 'somebody')
    expect(Object.keys(own?.fieldsV1['f:status']['f:conditions'])).toContain(`k:{"type":"${type}"}`)

    await kube.merge(`${path}/scale`, { spec: { replicas: 1 } })
    await expect.poll(async () => (await kube.get(path)).status.observedGeneration, { timeout: 10_000 }).toBe(2)
    const later = await kube.get(path)
    expect(later.status.conditions).toContainEqual(expect.objectContaining({ type, message: 'once' }))
    expect(later.status.conditions.length).toBeGreaterThan(1)
  })

  test('is written for nothing when it is there already', async () => {
    await kube.create(deployments, deployment('again', 0, { paused: true }))
    const first = await status(`${deployments}/again`, seen)
    const { body } = await status(`${deployments}/again`, seen)
    expect(body.status.conditions.filter((each: { type: string }) => each.type === type)).toHaveLength(1)
    expect(Number(body.metadata.generation)).toBe(Number(first.body.metadata.generation))
  })

  test('can be taken away again', async () => {
    await kube.create(deployments, deployment('unseen', 0, { paused: true }))
    await status(`${deployments}/unseen`, seen)
    const { body } = await status(`${deployments}/unseen`, { $patch: 'delete' })
    expect(JSON.stringify(body)).not.toContain(type)
  })

  test('is Invalid for another uid', async () => {
    await kube.create(deployments, deployment('other', 0, { paused: true }))
    const answer = await status(`${deployments}/other`, seen, 'another')
    expect(answer.status).toBe(422)
    expect(answer.body.details.causes[0].field).toBe('metadata.uid')
  })
})

test('a subresource that a kind does not have is a 404', async () => {
  expect((await kube.send('GET', `/api/v1/namespaces/${ns}/configmaps/x/scale`)).status).toBe(404)
})
