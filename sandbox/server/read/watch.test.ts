import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { KubeObject, WatchEvent } from '../../api.ts'
import { VirtualClock } from '../../clock/clock.ts'
import { type RunningCluster, startCluster } from '../../cluster.ts'
import { HttpApi } from '../../http-api.ts'

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
const clock = new VirtualClock()
const cluster: RunningCluster = await startCluster({ controllers: false, clock })
const http = new HttpApi({ server: cluster.url })
afterAll(async () => {
  await http.close()
  await cluster.stop()
})
beforeEach(() => cluster.api.request({ method: 'DELETE', path: CONFIG_MAPS }))

interface Write {
  readonly name: string
  /** null deletes. */
  readonly colour: string | null
}

async function apply({ name, colour }: Write): Promise<void> {
  const path = `${CONFIG_MAPS}/${name}`
  if (colour === null) {
    await cluster.api.request({ method: 'DELETE', path }).catch(() => {})
    return
  }
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { colour } } }
  const contentType = 'application/apply-patch+yaml'
  await cluster.api.request({ method: 'PATCH', path: `${path}?fieldManager=test`, body, contentType })
}

/** What a client holds that starts from a list and applies events as they come. It refuses what no order of events can mean. */
class Replica {
  readonly objects = new Map<string, KubeObject>()
  private revision = 0

  constructor(items: readonly KubeObject[] = []) {
    for (const item of items) this.objects.set(item.metadata.name, item)
  }

  readonly see = ({ type, object }: WatchEvent): void => {
    const { name, resourceVersion } = object.metadata
    expect(Number(resourceVersion)).toBeGreaterThan(this.revision)
    this.revision = Number(resourceVersion)
    if (type === 'BOOKMARK') return
    expect(this.objects.has(name)).toBe(type !== 'ADDED')
    if (type === 'DELETED') this.objects.delete(name)
    else this.objects.set(name, object)
  }

  colours(): [string, string][] {
    return [...this.objects].map(([name, { metadata }]): [string, string] => [name, metadata.labels.colour]).sort()
  }
}

const settle = () => new Promise<void>(resolve => setImmediate(resolve))
const write = fc.record({ name: fc.constantFrom('a', 'b', 'c'), colour: fc.constantFrom('red', 'blue', null) })
const selectors = ['', 'colour=red', 'colour!=red', 'colour in (blue)', '!colour']

describe('a watch from a list', () => {
  test.each(selectors)('tells all that happens to what %j selects, without gaps and in order', async selector => {
    await fc.assert(
      fc.asyncProperty(fc.array(write), fc.array(write), async (before, after) => {
        for (const one of before) await apply(one)
        const query = `labelSelector=${encodeURIComponent(selector)}`
        const list = await cluster.api.request({ method: 'GET', path: `${CONFIG_MAPS}?${query}` })
        const half = after.length >> 1
        for (const one of after.slice(0, half)) await apply(one)
        const replica = new Replica(list.items)
        const path = `${CONFIG_MAPS}?watch=true&${query}&resourceVersion=${list.metadata.resourceVersion}`
        const stop = cluster.api.watch(path, replica.see, () => expect.unreachable('the watch goes on'))
        for (const one of after.slice(half)) await apply(one)
        await settle()
        stop()
        const now = await cluster.api.request({ method: 'GET', path: `${CONFIG_MAPS}?${query}` })
        expect(replica.colours()).toEqual(new Replica(now.items).colours())
      }),
      { numRuns: 40 },
    )
  })
})

test('over HTTP the server is idle once everything is on its way, and counts what it sent', async () => {
  const seen: string[] = []
  const stop = http.watch(
    `${CONFIG_MAPS}?watch=true`,
    ({ object }) => seen.push(object.metadata.name),
    () => {},
  )
  await expect
    .poll(async () => {
      await apply({ name: 'first', colour: 'red' })
      return seen
    })
    .toContain('first')
  const sent = cluster.watchEventsSent()
  await Promise.all(['a', 'b', 'c'].map(name => apply({ name, colour: 'red' })))
  await expect.poll(() => cluster.idle()).toBe(true)
  expect(cluster.watchEventsSent() - sent).toBe(3)
  await expect.poll(() => seen).toEqual(['first', 'a', 'b', 'c'])
  stop()
})

describe('by the clock', () => {
  test('bookmarks tell the newest revision, and the watch ends after its timeout', async () => {
    const seen: WatchEvent[] = []
    let ended: Error | undefined | 'no' = 'no'
    const path = `${CONFIG_MAPS}?watch=true&allowWatchBookmarks=true&timeoutSeconds=90`
    cluster.api.watch(
      path,
      event => seen.push(event),
      error => {
        ended = error
      },
    )
    await settle()
    await cluster.api.request({
      method: 'POST',
      path: '/api/v1/namespaces/default/secrets',
      body: { metadata: { generateName: 's' } },
    })
    await clock.advanceTo(clock.now() + 60_000, settle)
    const { resourceVersion } = (await cluster.api.request({ method: 'GET', path: CONFIG_MAPS })).metadata
    expect(seen.map(({ type, object }) => [type, object.metadata.resourceVersion])).toEqual([
      ['BOOKMARK', resourceVersion],
    ])
    expect(ended).toBe('no')
    await clock.advanceTo(clock.now() + 30_000, settle)
    await settle()
    expect(ended).toBeUndefined()
    expect(clock.next()).toBeUndefined()
  })
})
