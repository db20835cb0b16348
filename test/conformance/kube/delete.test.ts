import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { pod } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const pods = `/api/v1/namespaces/${ns}/pods`
const make = (name: string, metadata: object = {}) => kube.create(configMaps, { metadata: { name, ...metadata } })
const named = (list: Json) => list.items.map((item: Json) => item.metadata.name)

describe('delete', () => {
  test('answers a Status that names what went', async () => {
    const made = await make('plain')
    expect(await kube.delete(`${configMaps}/plain`)).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'plain', kind: 'configmaps', uid: made.metadata.uid },
    })
    expect((await kube.send('GET', `${configMaps}/plain`)).status).toBe(404)
    expect((await kube.send('DELETE', `${configMaps}/plain`)).status).toBe(404)
  })

  test.each([
    [
      'uid',
      '00000000-0000-0000-0000-000000000000',
      'the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match the UID in record (',
    ],
    [
      'resourceVersion',
      '1',
      'the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (',
    ],
  ])('the precondition %s is kept', async (field, value, message) => {
    const name = `guarded-${field.toLowerCase()}`
    const made = await make(name)
    const answer = await kube.send('DELETE', `${configMaps}/${name}`, { body: { preconditions: { [field]: value } } })
    expect(answer.status).toBe(409)
    expect(answer.body.reason).toBe('Conflict')
    expect(answer.body.message).toContain(`Operation cannot be fulfilled on ConfigMap "${name}": ${message}`)
    await kube.delete(`${configMaps}/${name}`, { preconditions: { [field]: made.metadata[field] } })
    expect((await kube.send('GET', `${configMaps}/${name}`)).status).toBe(404)
  })

  test('an unknown propagationPolicy is Invalid', async () => {
    await make('policy')
    const { status, body } = await kube.send('DELETE', `${configMaps}/policy`, {
      body: { propagationPolicy: 'Whatever' },
    })
    expect(status).toBe(422)
    expect(body.message).toMatch(/propagationPolicy: Unsupported value: "Whatever": supported values: /)
  })
})

describe('finalizers', () => {
  test('keep the object, marked, until the last one is taken off', async () => {
    await make('held', { finalizers: ['example.com/a', 'example.com/b'] })
    const path = `${configMaps}/held`
    const held = await kube.delete(path)
    expect(held.kind).toBe('ConfigMap')
    expect(held.metadata.deletionTimestamp).toMatch(/Z$/)
    expect(held.metadata.deletionGracePeriodSeconds).toBe(0)
    await kube.merge(path, { metadata: { finalizers: ['example.com/b'] } })
    expect((await kube.get(path)).metadata.finalizers).toEqual(['example.com/b'])
    const last = await kube.merge(path, { metadata: { finalizers: null } })
    expect(last.metadata.finalizers).toBeUndefined()
    expect((await kube.send('GET', path)).status).toBe(404)
  })

  test('a watch sees the mark as a change and the end as a deletion', async () => {
    const made = await make('watched', { finalizers: ['example.com/a'] })
    const watch = await kube.watch(
      `${configMaps}?watch=true&resourceVersion=${made.metadata.resourceVersion}&fieldSelector=metadata.name%3Dwatched`,
    )
    await kube.delete(`${configMaps}/watched`)
    await kube.merge(`${configMaps}/watched`, { metadata: { finalizers: [] } })
    await watch.until(event => event.type === 'DELETED')
    expect(watch.seen.map(event => event.type)).toEqual(['MODIFIED', 'DELETED'])
  })

  test('none may be added once the object is going', async () => {
    await make('going', { finalizers: ['example.com/a'] })
    await kube.delete(`${configMaps}/going`)
    const body = { metadata: { finalizers: ['example.com/a', 'example.com/new'] } }
    const answer = await kube.send('PATCH', `${configMaps}/going`, {
      body,
      contentType: 'application/merge-patch+json',
    })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toMatch(
      /metadata\.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers \[\]string{"example\.com\/new"}/,
    )
    await kube.merge(`${configMaps}/going`, { metadata: { finalizers: null } })
  })

  test('a second delete of a held object changes nothing', async () => {
    await make('held-twice', { finalizers: ['example.com/a'] })
    const first = await kube.delete(`${configMaps}/held-twice`)
    const second = await kube.delete(`${configMaps}/held-twice`)
    expect(second.metadata.deletionTimestamp).toBe(first.metadata.deletionTimestamp)
    await kube.merge(`${configMaps}/held-twice`, { metadata: { finalizers: null } })
  })

  test('orphan and foreground deletion are finalizers', async () => {
    const path = `${configMaps}/propagated`
    await make('propagated', { finalizers: ['example.com/stay'] })
    const going = await kube.delete(path, { propagationPolicy: 'Foreground' })
    expect(going.metadata.finalizers).toEqual(['example.com/stay', 'foregroundDeletion'])
    await kube.merge(path, { metadata: { finalizers: null } })
  })
})

describe('pods', () => {
  const bound = (name: string) => ({ ...pod(name), spec: { ...pod(name).spec, nodeName: 'node-y' } })
  const running = async (name: string) => {
    await kube.create(pods, bound(name))
    await kube.merge(`${pods}/${name}/status`, { status: { phase: 'Running' } })
  }

  test('that no node has taken go at once', async () => {
    await kube.create(pods, pod('unbound'))
    await kube.delete(`${pods}/unbound`)
    expect((await kube.send('GET', `${pods}/unbound`)).status).toBe(404)
  })

  test('on a node are marked with their grace and wait for the node', async () => {
    await running('graceful')
    const going = await kube.delete(`${pods}/graceful`)
    expect(going.metadata.deletionGracePeriodSeconds).toBe(30)
    const ahead = Date.parse(going.metadata.deletionTimestamp) - Date.now()
    expect(ahead).toBeGreaterThan(25_000)
    expect((await kube.get(`${pods}/graceful`)).metadata.deletionTimestamp).toBe(going.metadata.deletionTimestamp)
    await kube.delete(`${pods}/graceful`, { gracePeriodSeconds: 0 })
    expect((await kube.send('GET', `${pods}/graceful`)).status).toBe(404)
  })

  test('take the grace that the deletion names', async () => {
    await running('hurried')
    const going = await kube.delete(`${pods}/hurried`, { gracePeriodSeconds: 7 })
    expect(going.metadata.deletionGracePeriodSeconds).toBe(7)
    await kube.delete(`${pods}/hurried`, { gracePeriodSeconds: 0 })
  })
})

describe('deletecollection', () => {
  test('takes what the selector chooses, and answers the list', async () => {
    await make('go-1', { labels: { fate: 'go' } })
    await make('go-2', { labels: { fate: 'go' } })
    await make('stay', { labels: { fate: 'stay' } })
    const answer = await kube.delete(`${configMaps}?labelSelector=fate%3Dgo`)
    expect(answer.kind).toBe('ConfigMapList')
    expect(named(answer)).toEqual(['go-1', 'go-2'])
    expect(named(await kube.get(`${configMaps}?labelSelector=fate`))).toEqual(['stay'])
  })
})
