import { describe, expect, test } from 'vitest'
import { type Api, ApiError, type KubeObject, type WatchEvent } from '../../api.ts'
import { VirtualClock } from '../../clock/clock.ts'
import { Informer } from './informer.ts'
import { kinds } from './resource.ts'

const pod = (name: string, version: number, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'shop', name, uid: `uid of ${name}`, resourceVersion: String(version), ...metadata },
})

/** A server that answers each list with the next of `lists` and hands its watches to the test. */
class Server implements Api {
  readonly watches: { path: string; event: (event: WatchEvent) => void; ended: (error?: Error) => void }[] = []
  private readonly lists: (KubeObject | Error)[]

  constructor(...lists: (KubeObject | Error)[]) {
    this.lists = lists
  }

  async request(): Promise<KubeObject> {
    const answer = this.lists.shift()
    if (!answer || answer instanceof Error) throw answer ?? new Error('not asked for so many lists')
    return answer
  }

  watch(path: string, event: (event: WatchEvent) => void, ended: (error?: Error) => void): () => void {
    this.watches.push({ path, event, ended })
    return () => {}
  }

  get watched() {
    return this.watches.at(-1)!
  }
}

const list = (version: number, ...items: KubeObject[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PodList',
  metadata: { resourceVersion: String(version) },
  items,
})
const turn = () => new Promise<void>(resolve => setImmediate(resolve))

async function informed(...lists: (KubeObject | Error)[]) {
  const clock = new VirtualClock()
  const server = new Server(...lists)
  const informer = new Informer(server, clock, kinds.pods)
  const changes: string[] = []
  informer.onChange((object, before, gone) => {
    changes.push(`${gone ? 'gone' : before ? 'changed' : 'new'} ${object.metadata.name}`)
  })
  await turn()
  return { clock, server, informer, changes }
}

describe('an informer', () => {
  test('tells of what a list and its watch show, and watches from where the list ended', async () => {
    const { server, informer, changes } = await informed(list(7, pod('a', 3)))
    expect(server.watched.path).toBe('/api/v1/pods?watch=true&resourceVersion=7')
    server.watched.event({ type: 'ADDED', object: pod('b', 8) })
    server.watched.event({ type: 'MODIFIED', object: pod('a', 9) })
    server.watched.event({ type: 'DELETED', object: pod('b', 10) })
    expect(changes).toEqual(['new a', 'new b', 'changed a', 'gone b'])
    expect(informer.list().map(({ metadata }) => metadata.name)).toEqual(['a'])
  })

  test('goes on where a watch ended, and starts over when it broke', async () => {
    const { clock, server, changes } = await informed(
      list(7, pod('a', 3), pod('b', 4)),
      list(20, pod('a', 3), pod('c', 15)),
    )
    server.watched.event({ type: 'MODIFIED', object: pod('a', 9) })
    server.watched.ended()
    // Not by the clock: it may stand still until this cache is fresh.
    await turn()
    expect(server.watched.path).toContain('resourceVersion=9')
    server.watched.event({ type: 'ERROR', object: { apiVersion: 'v1', kind: 'Status', metadata: {}, code: 410 } })
    server.watched.ended()
    await clock.advanceTo(clock.now() + 100, turn)
    expect(server.watches).toHaveLength(3)
    expect(changes.slice(3)).toEqual(['changed a', 'new c', 'gone b'])
  })

  test('tries a failed list again, ever more seldom and for ever', async () => {
    const { clock, informer } = await informed(...Array.from({ length: 10 }, () => new Error('no server')), list(1))
    await clock.advanceTo(clock.now() + 60_000, turn)
    expect(informer.synced).toBe(false)
    await clock.advanceTo(clock.now() + 60_000, turn)
    expect(informer.synced).toBe(true)
  })

  test('takes a kind that is not served for one without objects', async () => {
    const notFound = new ApiError({ apiVersion: 'v1', kind: 'Status', metadata: {}, code: 404, reason: 'NotFound' })
    const { informer } = await informed(notFound)
    expect(informer.isFresh()).toBe(true)
  })
})

describe('after a write of ours an informer is fresh', () => {
  test('only when the watch has shown it or something newer', async () => {
    const { server, informer } = await informed(list(7))
    informer.expect(pod('a', 9))
    expect(informer.isFresh()).toBe(false)
    server.watched.event({ type: 'ADDED', object: pod('z', 8) })
    expect(informer.isFresh()).toBe(false)
    const fresh = informer.fresh()
    server.watched.event({ type: 'DELETED', object: pod('a', 10) })
    await fresh
    expect(informer.isFresh()).toBe(true)
  })

  test.each<[string, WatchEvent]>([
    ['is gone', { type: 'DELETED', object: pod('a', 9) }],
    ['is on its way out', { type: 'MODIFIED', object: pod('a', 9, { deletionTimestamp: '2026-01-01T00:00:00Z' }) }],
    ['is another', { type: 'MODIFIED', object: pod('a', 9, { uid: 'another' }) }],
  ])('when a deleted object %s', async (_, event) => {
    const { server, informer } = await informed(list(7, pod('a', 3)))
    informer.expectDeleted(pod('a', 3))
    server.watched.event({ type: 'MODIFIED', object: pod('a', 8) })
    expect(informer.isFresh()).toBe(false)
    server.watched.event(event)
    expect(informer.isFresh()).toBe(true)
  })
})
