import { describe, expect, test } from 'vitest'
import { APPLY, type Json, openKube } from './client.ts'
import { deployment } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const send = (path: string, manager: string, body: object, query = '') =>
  kube.send('PATCH', `${path}?fieldManager=${manager}${query}`, { body, contentType: APPLY })
const apply = (name: string, manager: string, data: object, query = '') =>
  send(`${configMaps}/${name}`, manager, configMap(name, data), query)
const owned = (object: Json, manager: string) =>
  object.metadata.managedFields.find((entry: Json) => entry.manager === manager)?.fieldsV1

describe('server-side apply', () => {
  test('creates with 201 and changes with 200', async () => {
    expect((await apply('made', 'one', { a: '1' })).status).toBe(201)
    expect((await apply('made', 'one', { a: '2' })).status).toBe(200)
    expect((await kube.get(`${configMaps}/made`)).data).toEqual({ a: '2' })
  })

  test('writes down who owns what', async () => {
    const { body } = await apply('owned', 'one', { a: '1', b: '2' })
    expect(body.metadata.managedFields).toEqual([
      {
        manager: 'one',
        operation: 'Apply',
        apiVersion: 'v1',
        time: expect.stringMatching(/Z$/),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {}, 'f:b': {} } },
      },
    ])
  })

  test('the same again changes nothing', async () => {
    const first = await apply('idle', 'one', { a: '1' })
    const second = await apply('idle', 'one', { a: '1' })
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion)
  })

  test('what a manager no longer names goes, what others own stays', async () => {
    await apply('released', 'one', { a: '1', b: '2' })
    await apply('released', 'two', { c: '3' })
    const { body } = await apply('released', 'one', { a: '1' })
    expect(body.data).toEqual({ a: '1', c: '3' })
    expect(owned(body, 'one')).toEqual({ 'f:data': { 'f:a': {} } })
  })

  test('a field that two managers set alike has both as owners and goes with the last', async () => {
    await apply('shared', 'one', { a: '1' })
    await apply('shared', 'two', { a: '1' })
    expect((await apply('shared', 'one', {})).body.data).toEqual({ a: '1' })
    expect((await apply('shared', 'two', {})).body.data).toBeUndefined()
  })

  test('a field of another manager with another value is a conflict that names both', async () => {
    await apply('fought', 'one', { a: '1', b: '1' })
    const { status, body } = await apply('fought', 'two', { a: '2' })
    expect(status).toBe(409)
    expect(body.reason).toBe('Conflict')
    expect(body.message).toBe('Apply failed with 1 conflict: conflict with "one": .data.a')
    expect(body.details.causes).toEqual([
      { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' },
    ])
  })

  test('several conflicts are listed by manager', async () => {
    await apply('fights', 'one', { a: '1', b: '1' })
    const { body } = await apply('fights', 'two', { a: '2', b: '2' })
    expect(body.message).toBe('Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .data.b')
  })

  test('force takes the field over', async () => {
    await apply('forced', 'one', { a: '1', b: '1' })
    const { status, body } = await apply('forced', 'two', { a: '2' }, '&force=true')
    expect(status).toBe(200)
    expect(body.data).toEqual({ a: '2', b: '1' })
    expect(owned(body, 'one')).toEqual({ 'f:data': { 'f:b': {} } })
    expect(owned(body, 'two')).toEqual({ 'f:data': { 'f:a': {} } })
  })

  test('an update takes ownership of what it changes, and an applier then conflicts with it', async () => {
    await apply('updated', 'one', { a: '1' })
    const path = `${configMaps}/updated?fieldManager=hand`
    const body = await kube.ok('PATCH', path, {
      body: { data: { a: '9' } },
      contentType: 'application/merge-patch+json',
    })
    expect(body.metadata.managedFields).toHaveLength(1)
    expect(body.metadata.managedFields[0]).toMatchObject({ manager: 'hand', operation: 'Update' })
    const again = await apply('updated', 'one', { a: '1' })
    expect(again.status).toBe(409)
    expect(again.body.message).toMatch(
      /^Apply failed with 1 conflict: conflict with "hand" using v1 at .*: \.data\.a$|^Apply failed with 1 conflict: conflict with "hand" using v1: \.data\.a$/,
    )
  })

  test('needs a manager, the right name and no managedFields', async () => {
    const path = `${configMaps}/checked`
    const anonymous = await kube.send('PATCH', path, { body: configMap('checked', {}), contentType: APPLY })
    expect([anonymous.status, anonymous.body.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ])
    const misnamed = await send(path, 'one', configMap('other', {}))
    expect(misnamed.status).toBe(400)
    const managed = configMap('checked', {}) as Json
    managed.metadata.managedFields = [
      { manager: 'x', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} },
    ]
    const answer = await send(path, 'one', managed)
    expect([answer.status, answer.body.message]).toEqual([400, 'metadata.managedFields must be nil'])
  })

  test('takes YAML', async () => {
    const body = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: "1"\n`
    const path = `${configMaps}/yaml?fieldManager=one`
    expect((await kube.send('PATCH', path, { body, contentType: APPLY })).body.data).toEqual({ a: '1' })
  })
})

describe('lists with keys', () => {
  const template = (...containers: object[]) => ({
    metadata: { labels: { app: 'keyed' } },
    spec: { containers },
  })
  const path = `/apis/apps/v1/namespaces/${ns}/deployments/keyed`

  test('are owned item by item', async () => {
    const full = deployment('keyed', 0, { template: template({ name: 'web', image: 'a:1' }) })
    const { body } = await send(path, 'one', full)
    expect(owned(body, 'one')['f:spec']['f:template']['f:spec']).toEqual({
      'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } },
    })
    const side = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keyed' } }
    const withSide = await send(path, 'two', {
      ...side,
      spec: { template: { spec: { containers: [{ name: 'log', image: 'l:1' }] } } },
    })
    expect(withSide.body.spec.template.spec.containers.map((c: Json) => c.name)).toEqual(['web', 'log'])
    const without = await send(path, 'two', side)
    expect(without.body.spec.template.spec.containers.map((c: Json) => c.name)).toEqual(['web'])
  })
})

describe('managedFields of other writes', () => {
  test('name the manager of the query, else the client', async () => {
    const made = await kube.ok('POST', `${configMaps}?fieldManager=maker`, { body: configMap('tracked', { a: '1' }) })
    expect(made.metadata.managedFields).toMatchObject([
      { manager: 'maker', operation: 'Update', fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } } },
    ])
    const body = configMap('agent', { a: '1' })
    const agent = await kube.ok('POST', configMaps, { body, headers: { 'user-agent': 'hand-made/1.2 (test)' } })
    expect(agent.metadata.managedFields[0].manager).toBe('hand-made')
  })

  test('keep status apart by its subresource', async () => {
    const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
    await kube.create(deployments, deployment('parts', 0, { paused: true }))
    const changed = await kube.ok('PATCH', `${deployments}/parts/status?fieldManager=judge`, {
      body: { status: { collisionCount: 3 } },
      contentType: 'application/merge-patch+json',
    })
    const entry = changed.metadata.managedFields.find((entry: Json) => entry.manager === 'judge')
    expect(entry).toMatchObject({ operation: 'Update', subresource: 'status' })
    expect(entry.fieldsV1).toEqual({ 'f:status': { 'f:collisionCount': {} } })
  })

  test('are reset by an empty list', async () => {
    await kube.create(configMaps, configMap('reset', { a: '1' }))
    const reset = await kube.merge(`${configMaps}/reset`, { metadata: { managedFields: [{}] } })
    expect(reset.metadata.managedFields).toBeUndefined()
  })
})
