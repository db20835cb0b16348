import { describe, expect, test, vi } from 'vitest'
import { openKube } from './client.ts'
import { definition, establish } from './definitions.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const make = (name: string, labels = {}) => kube.create(configMaps, { metadata: { name, labels }, data: { n: '0' } })
const versionNow = async () => (await kube.get(configMaps)).metadata.resourceVersion
const only = (name: string) => `fieldSelector=metadata.name%3D${name}`

describe('watch', () => {
  test('from a version tells everything after it, in order', async () => {
    const version = await versionNow()
    await make('life')
    await kube.merge(`${configMaps}/life`, { data: { n: '1' } })
    await kube.delete(`${configMaps}/life`)
    const watch = await kube.watch(`${configMaps}?watch=true&resourceVersion=${version}&${only('life')}`)
    const deleted = await watch.until(event => event.type === 'DELETED')
    expect(watch.seen.map(event => [event.type, event.object.data.n])).toEqual([
      ['ADDED', '0'],
      ['MODIFIED', '1'],
      ['DELETED', '1'],
    ])
    const versions = watch.seen.map(event => Number(event.object.metadata.resourceVersion))
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(deleted.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
  })

  test('without a version begins with what is there', async () => {
    await make('there')
    const watch = await kube.watch(`${configMaps}?watch=true&${only('there')}`)
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'there' } } })
    await kube.merge(`${configMaps}/there`, { data: { n: '5' } })
    expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: { data: { n: '5' } } })
  })

  test('an object that enters or leaves the selection is added or deleted', async () => {
    await make('moving', { side: 'out' })
    const watch = await kube.watch(
      `${configMaps}?watch=true&resourceVersion=${await versionNow()}&labelSelector=side%3Din`,
    )
    await kube.merge(`${configMaps}/moving`, { metadata: { labels: { side: 'in' } } })
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { labels: { side: 'in' } } } })
    const left = await kube.merge(`${configMaps}/moving`, { metadata: { labels: { side: 'out' } } })
    const gone = await watch.next()
    expect(gone).toMatchObject({ type: 'DELETED', object: { metadata: { labels: { side: 'in' } } } })
    expect(gone!.object.metadata.resourceVersion).toBe(left.metadata.resourceVersion)
  })

  test('has no gaps and no reordering under many writers', async () => {
    const watch = await kube.watch(
      `${configMaps}?watch=true&resourceVersion=${await versionNow()}&labelSelector=many%3Dyes`,
    )
    const names = Array.from({ length: 40 }, (_, n) => `many-${n}`)
    await Promise.all(names.map(name => make(name, { many: 'yes' })))
    await Promise.all(names.map(name => kube.merge(`${configMaps}/${name}`, { data: { n: '1' } })))
    await Promise.all(names.map(name => kube.delete(`${configMaps}/${name}`)))
    while (watch.seen.length < 120) await watch.next()
    for (const name of names) {
      const types = watch.seen.filter(event => event.object.metadata.name === name).map(event => event.type)
      expect(types).toEqual(['ADDED', 'MODIFIED', 'DELETED'])
    }
    const versions = watch.seen.map(event => Number(event.object.metadata.resourceVersion))
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
  })

  test('timeoutSeconds ends it from the server', async () => {
    const watch = await kube.watch(
      `${configMaps}?watch=true&resourceVersion=${await versionNow()}&timeoutSeconds=1&${only('none')}`,
    )
    expect(await watch.next()).toBeUndefined()
  })

  test('with bookmarks it is told before it ends how far it has come, of changes not selected too', async () => {
    const query = 'watch=true&allowWatchBookmarks=true&timeoutSeconds=3'
    const watch = await kube.watch(`${configMaps}?${query}&resourceVersion=${await versionNow()}&${only('none')}`)
    const { metadata } = await make('not-selected')
    const bookmark = await watch.until(event => event.type === 'BOOKMARK')
    expect(bookmark.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
    expect(Number(bookmark.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(metadata.resourceVersion))
  })

  test('over all namespaces tells namespaces', async () => {
    const { metadata } = await kube.get('/api/v1/configmaps?limit=1')
    const watch = await kube.watch(
      `/api/v1/configmaps?watch=true&resourceVersion=${metadata.resourceVersion}&${only('anywhere')}`,
    )
    await make('anywhere')
    expect((await watch.next())!.object.metadata.namespace).toBe(ns)
  })

  test('of one object by its name in the path', async () => {
    await make('single')
    const watch = await kube.watch(`/api/v1/watch/namespaces/${ns}/configmaps/single`)
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'single' } } })
  })
})

describe('a streamed list', () => {
  const streaming = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'

  test('sends what is there, then a bookmark that says so, then changes', async () => {
    await make('initial-1', { stream: 'yes' })
    await make('initial-2', { stream: 'yes' })
    const watch = await kube.watch(`${configMaps}?${streaming}&labelSelector=stream%3Dyes`)
    const bookmark = await watch.until(event => event.type === 'BOOKMARK')
    expect(bookmark.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' })
    expect(watch.seen.map(event => event.type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK'])
    await kube.merge(`${configMaps}/initial-1`, { data: { n: '2' } })
    expect(await watch.until(event => event.type === 'MODIFIED')).toMatchObject({ object: { data: { n: '2' } } })
  })

  test('needs resourceVersionMatch', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}?watch=true&sendInitialEvents=true`)
    expect(status).toBe(422)
    expect(body.reason).toBe('Invalid')
    expect(body.message).toMatch(
      /resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan/,
    )
  })
})

describe('a version that is gone', () => {
  test('ends the watch with an Expired error in the stream', async () => {
    // A kind that is younger than the version: of older kinds a server that has just started still knows everything.
    await establish(kube, definition('gone.example.com', 'Gone', {}))
    const gones = `/apis/gone.example.com/v1/namespaces/${ns}/gones`
    // Until the server has read the new kind itself it answers 429.
    await vi.waitUntil(async () => (await kube.send('GET', `${gones}?resourceVersion=0`)).status === 200)
    const watch = await vi.waitUntil(
      async () => {
        const opened = await kube.watch(`${gones}?watch=true&resourceVersion=1`)
        return opened.status !== 429 && opened
      },
      { timeout: 20_000, interval: 200 },
    )
    expect(watch.status).toBe(200)
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
      },
    })
    expect(await watch.next()).toBeUndefined()
  })
})
