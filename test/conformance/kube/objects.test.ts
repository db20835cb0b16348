import { describe, expect, test } from 'vitest'
import { openKube } from './client.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const configMap = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { a: '1' },
  ...more,
})

describe('create', () => {
  test('answers 201 with the stored object: uid, version, time, namespace', async () => {
    const { status, body } = await kube.send('POST', configMaps, { body: configMap('created') })
    expect(status).toBe(201)
    expect(body).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } })
    expect(body.metadata).toMatchObject({ name: 'created', namespace: ns })
    expect(body.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/)
    expect(body.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  test('what the server alone decides is not taken from the client', async () => {
    const metadata = { name: 'mine', uid: 'mine', creationTimestamp: '2020-01-01T00:00:00Z' }
    const made = await kube.create(configMaps, configMap('mine', { metadata }))
    expect(made.metadata.uid).not.toBe('mine')
    expect(made.metadata.creationTimestamp).not.toBe('2020-01-01T00:00:00Z')
  })

  test('a name that exists is AlreadyExists', async () => {
    await kube.create(configMaps, configMap('twice'))
    const { status, body } = await kube.send('POST', configMaps, { body: configMap('twice') })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "twice" already exists',
      reason: 'AlreadyExists',
      details: { name: 'twice', kind: 'configmaps' },
      code: 409,
    })
  })

  test('a resourceVersion has no place in a new object', async () => {
    const body = configMap('versioned', { metadata: { name: 'versioned', resourceVersion: '1' } })
    const answer = await kube.send('POST', configMaps, { body })
    expect(answer.status).toBe(500)
    expect(answer.body.message).toBe('resourceVersion should not be set on objects to be created')
  })

  test('generateName appends five characters and keeps the prefix', async () => {
    const body = configMap('', { metadata: { generateName: 'made-' } })
    const names = await Promise.all([1, 2, 3].map(async () => (await kube.create(configMaps, body)).metadata))
    expect(new Set(names.map(metadata => metadata.name)).size).toBe(3)
    for (const metadata of names) {
      expect(metadata.name).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
      expect(metadata.generateName).toBe('made-')
    }
  })

  test('a namespace that does not exist is NotFound', async () => {
    const { status, body } = await kube.send('POST', '/api/v1/namespaces/nowhere/configmaps', { body: configMap('x') })
    expect(status).toBe(404)
    expect(body).toMatchObject({ message: 'namespaces "nowhere" not found', reason: 'NotFound' })
  })

  test('the namespace in the body has to be that of the path', async () => {
    const metadata = { name: 'elsewhere', namespace: 'default' }
    const { status, body } = await kube.send('POST', configMaps, { body: configMap('', { metadata }) })
    expect(status).toBe(400)
    expect(body.reason).toBe('BadRequest')
    expect(body.message).toBe('the namespace of the provided object does not match the namespace sent on the request')
  })

  test('another kind in the body is refused', async () => {
    const { status, body } = await kube.send('POST', configMaps, {
      body: { kind: 'ServiceAccount', metadata: { name: 'x' } },
    })
    expect(status).toBe(400)
    expect(body.message).toBe(
      'ServiceAccount in version "v1" cannot be handled as a ConfigMap: converting (v1.ServiceAccount) to (core.ConfigMap): unknown conversion',
    )
  })
})

describe('get', () => {
  test('what is not there is NotFound, by its plural', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}/absent`)
    expect(status).toBe(404)
    expect(body).toMatchObject({
      message: 'configmaps "absent" not found',
      reason: 'NotFound',
      details: { name: 'absent', kind: 'configmaps' },
      code: 404,
    })
  })

  test('of a group the message and the details name the group', async () => {
    const { body } = await kube.send('GET', `/apis/apps/v1/namespaces/${ns}/deployments/absent`)
    expect(body.message).toBe('deployments.apps "absent" not found')
    expect(body.details).toEqual({ name: 'absent', group: 'apps', kind: 'deployments' })
  })

  test('an unknown resource is a 404 without a name', async () => {
    const { status, body } = await kube.send('GET', `/api/v1/namespaces/${ns}/nothings`)
    expect(status).toBe(404)
    expect(body).toMatchObject({ reason: 'NotFound', message: 'the server could not find the requested resource' })
  })
})

describe('names', () => {
  test.each([
    [
      'Upper',
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
    [
      'a_b',
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ])('%s is invalid, and the answer says why', async (name, why) => {
    const { status, body } = await kube.send('POST', configMaps, { body: configMap(name) })
    expect(status).toBe(422)
    expect(body.message).toBe(`ConfigMap "${name}" is invalid: metadata.name: Invalid value: "${name}": ${why}`)
    expect(body.details).toMatchObject({ name, kind: 'ConfigMap' })
    expect(body.details.causes).toEqual([
      { reason: 'FieldValueInvalid', message: `Invalid value: "${name}": ${why}`, field: 'metadata.name' },
    ])
  })

  test('a Service is a label, not a subdomain', async () => {
    const body = { metadata: { name: 'a.b' }, spec: { ports: [{ port: 80 }] } }
    const answer = await kube.send('POST', `/api/v1/namespaces/${ns}/services`, { body })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toMatch(
      /^Service "a\.b" is invalid: metadata\.name: Invalid value: "a\.b": a DNS-1035 label must/,
    )
  })

  test('no name at all', async () => {
    const { status, body } = await kube.send('POST', configMaps, { body: { metadata: {} } })
    expect(status).toBe(422)
    expect(body.message).toBe(
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    )
  })

  test.each([
    [
      'labels',
      { 'a b': 'x' },
      /metadata\.labels: Invalid value: "a b": name part must consist of alphanumeric characters/,
    ],
    [
      'labels',
      { a: 'x y' },
      /metadata\.labels: Invalid value: "x y": a valid label must be an empty string or consist of/,
    ],
    [
      'annotations',
      { 'a b': 'x' },
      /metadata\.annotations: Invalid value: "a b": name part must consist of alphanumeric/,
    ],
  ])('%s are checked', async (field, value, message) => {
    const { status, body } = await kube.send('POST', configMaps, {
      body: configMap('x', { metadata: { name: 'x', [field]: value } }),
    })
    expect(status).toBe(422)
    expect(body.message).toMatch(message)
  })
})
