import { describe, expect, test } from 'vitest'
import { JSON_PATCH, type Json, MERGE, openKube, STRATEGIC } from './client.ts'
import { deployment, service } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const services = `/api/v1/namespaces/${ns}/services`
const fresh = async (data: object = { a: '1', b: '2' }) => {
  const { metadata } = await kube.create(configMaps, { metadata: { generateName: 'p-', labels: { x: 'y' } }, data })
  return `${configMaps}/${metadata.name}`
}
const patch = (path: string, contentType: string, body: unknown) => kube.send('PATCH', path, { contentType, body })

describe('a merge patch', () => {
  test('sets, and null takes away', async () => {
    const { body } = await patch(await fresh(), MERGE, { data: { a: null, c: '3' }, metadata: { labels: null } })
    expect(body.data).toEqual({ b: '2', c: '3' })
    expect(body.metadata.labels).toBeUndefined()
  })

  test('replaces lists whole', async () => {
    await kube.create(services, service('lists'))
    const { body } = await patch(`${services}/lists`, MERGE, { spec: { ports: [{ port: 81, name: 'x' }] } })
    expect(body.spec.ports.map((port: Json) => port.port)).toEqual([81])
  })

  test('with an older resourceVersion is a Conflict', async () => {
    const path = await fresh()
    const { metadata } = await kube.get(path)
    await kube.merge(path, { data: { a: '5' } })
    const body = { metadata: { resourceVersion: metadata.resourceVersion }, data: { a: '6' } }
    const answer = await patch(path, MERGE, body)
    expect(answer.status).toBe(409)
    expect(answer.body.message).toMatch(/the object has been modified; please apply your changes to the latest version/)
  })

  test('that is no JSON is a 400', async () => {
    const { status, body } = await patch(await fresh(), MERGE, '{"data":')
    expect(status).toBe(400)
    expect(body.reason).toBe('BadRequest')
  })

  test('may not rename', async () => {
    const { status, body } = await patch(await fresh(), MERGE, { metadata: { name: 'other' } })
    expect(status).toBe(400)
    expect(body.message).toMatch(/^the name of the object \(other\) does not match the name on the URL \(p-.*\)$/)
  })

  test('of what does not exist is NotFound', async () => {
    expect((await patch(`${configMaps}/absent`, MERGE, {})).status).toBe(404)
  })
})

describe('a JSON patch', () => {
  test('adds, removes, replaces, moves, copies and tests', async () => {
    const { body } = await patch(await fresh(), JSON_PATCH, [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'add', path: '/metadata/annotations', value: {} },
      { op: 'add', path: '/metadata/annotations/example.com~1x', value: 'escaped' },
      { op: 'copy', from: '/data/a', path: '/data/copied' },
      { op: 'move', from: '/data/b', path: '/data/moved' },
      { op: 'remove', path: '/data/a' },
      { op: 'replace', path: '/metadata/labels', value: { z: '0' } },
    ])
    expect(body.data).toEqual({ copied: '1', moved: '2' })
    expect(body.metadata.annotations).toEqual({ 'example.com/x': 'escaped' })
    expect(body.metadata.labels).toEqual({ z: '0' })
  })

  test('changes a list at an index and at its end', async () => {
    await kube.create(services, service('indexed'))
    const { body } = await patch(`${services}/indexed`, JSON_PATCH, [
      { op: 'add', path: '/spec/ports/0/name', value: 'first' },
      { op: 'add', path: '/spec/ports/-', value: { port: 90, name: 'last' } },
    ])
    expect(body.spec.ports.map((port: Json) => port.name)).toEqual(['first', 'last'])
  })

  test('whose test fails changes nothing', async () => {
    const path = await fresh()
    const { status, body } = await patch(path, JSON_PATCH, [
      { op: 'replace', path: '/data/b', value: '9' },
      { op: 'test', path: '/data/a', value: 'other' },
    ])
    expect(status).toBe(422)
    expect(body.reason).toBe('Invalid')
    expect(body.message).toBe('the server rejected our request due to an error in our request')
    expect((await kube.get(path)).data.b).toBe('2')
  })

  test('on a path that is not there is Invalid', async () => {
    const { status } = await patch(await fresh(), JSON_PATCH, [{ op: 'remove', path: '/data/none' }])
    expect(status).toBe(422)
  })
})

describe('a strategic merge patch', () => {
  const ports = (body: Json) => body.spec.ports.map((port: Json) => [port.name, port.port])

  test('merges containers by name, keeps the others', async () => {
    await kube.create(deployments, deployment('strategic', 0))
    const spec = (containers: object[], more: object = {}) => ({
      spec: { template: { spec: { containers, ...more } } },
    })
    const path = `${deployments}/strategic`
    const added = await patch(path, STRATEGIC, spec([{ name: 'log', image: 'shop/log:1' }]))
    expect(added.body.spec.template.spec.containers.map((c: Json) => c.name)).toEqual(['log', 'web'])
    const changed = await patch(path, STRATEGIC, spec([{ name: 'web', image: 'shop/web:2' }]))
    expect(changed.body.spec.template.spec.containers.map((c: Json) => c.image)).toEqual(['shop/log:1', 'shop/web:2'])
    const ordered = await patch(
      path,
      STRATEGIC,
      spec([], { '$setElementOrder/containers': [{ name: 'web' }, { name: 'log' }] }),
    )
    expect(ordered.body.spec.template.spec.containers.map((c: Json) => c.name)).toEqual(['web', 'log'])
    const removed = await patch(path, STRATEGIC, spec([{ name: 'log', $patch: 'delete' } as object]))
    expect(removed.body.spec.template.spec.containers.map((c: Json) => c.name)).toEqual(['web'])
  })

  test('merges the ports of a Service by port', async () => {
    await kube.create(services, service('merged'))
    const { body } = await patch(`${services}/merged`, STRATEGIC, { spec: { ports: [{ port: 80, name: 'web' }] } })
    expect(ports(body)).toEqual([['web', 80]])
  })

  test('$patch: replace replaces a list or a map whole', async () => {
    await kube.create(services, service('replaced'))
    const path = `${services}/replaced`
    const list = await patch(path, STRATEGIC, { spec: { ports: [{ $patch: 'replace' }, { port: 91 }] } })
    expect(list.body.spec.ports.map((port: Json) => port.port)).toEqual([91])
    const map = await patch(path, STRATEGIC, { spec: { selector: { $patch: 'replace', only: 'this' } } })
    expect(map.body.spec.selector).toEqual({ only: 'this' })
  })

  test('$retainKeys drops what it does not name', async () => {
    await kube.create(deployments, deployment('retained', 0))
    const strategy = { $retainKeys: ['type'], type: 'Recreate' }
    const { body } = await patch(`${deployments}/retained`, STRATEGIC, { spec: { strategy } })
    expect(body.spec.strategy).toEqual({ type: 'Recreate' })
  })

  test('$deleteFromPrimitiveList takes values out of a set', async () => {
    const { metadata } = await kube.create(configMaps, {
      metadata: { generateName: 'f-', finalizers: ['example.com/a', 'example.com/b'] },
    })
    const path = `${configMaps}/${metadata.name}`
    const { body } = await patch(path, STRATEGIC, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'], finalizers: ['example.com/c'] },
    })
    expect(body.metadata.finalizers.toSorted()).toEqual(['example.com/b', 'example.com/c'])
    await kube.merge(path, { metadata: { finalizers: null } })
  })

  test('null takes a field away', async () => {
    const { body } = await patch(await fresh(), STRATEGIC, { data: { a: null } })
    expect(body.data).toEqual({ b: '2' })
  })
})

describe('another content type', () => {
  test('is a 415', async () => {
    const { status, body } = await patch(await fresh(), 'application/json', { data: { a: '2' } })
    expect(status).toBe(415)
    expect(body).toMatchObject({ reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type' })
  })
})
