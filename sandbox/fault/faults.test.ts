import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WatchEvent } from '../api.ts'
import { VirtualClock } from '../clock/clock.ts'
import { type RunningCluster, startCluster } from '../cluster.ts'

const PODS = '/api/v1/namespaces/default/configmaps'
let cluster: RunningCluster
let clock: VirtualClock
beforeEach(async () => {
  clock = new VirtualClock()
  cluster = await startCluster({ controllers: false, clock })
})
afterEach(() => cluster.stop())

const make = (name: string) =>
  cluster.api.request({ method: 'POST', path: PODS, body: { metadata: { name } } }).then(
    () => 'made',
    error => error.code ?? error.message,
  )
const stored = async () =>
  (await cluster.api.request({ method: 'GET', path: PODS })).items.map(
    (item: { metadata: { name: string } }) => item.metadata.name,
  )
const settle = () => new Promise<void>(resolve => setImmediate(resolve))
/** Requests that go there and back, so that the server has seen what happened before them. */
const others = async () => {
  for (let times = 0; times < 5; times += 1) await (await fetch(`${cluster.url}/version`)).text()
  await settle()
}

/** Names in the order in which a watch delivers them; `ended` is what it ended with. */
function follow(path = `${PODS}?watch=true`) {
  const seen: string[] = []
  const watched = { seen, ended: undefined as string | undefined }
  const tell = ({ type, object }: WatchEvent) => seen.push(type === 'ERROR' ? `${object.code}` : object.metadata.name)
  cluster.api.watch(path, tell, error => {
    watched.ended = error?.message ?? 'cleanly'
  })
  return watched
}

describe('a request is', () => {
  test('refused as often as asked', async () => {
    cluster.faults.add({ effect: 'answer', code: 409, verbs: ['create'], resources: ['configmaps'], count: 2 })
    expect([await make('a'), await make('a'), await make('a')]).toEqual([409, 409, 'made'])
  })

  test('let through until its turn comes', async () => {
    cluster.faults.add({ effect: 'answer', code: 500, skip: 1, count: 1 })
    expect([await make('a'), await make('b'), await make('c')]).toEqual(['made', 500, 'made'])
  })

  test('hit with the probability asked for', async () => {
    cluster.faults.add({ effect: 'answer', code: 500, verbs: ['create'], probability: 0.5 })
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => make(`n${i}`)))
    const hits = outcomes.filter(outcome => outcome === 500).length
    expect(hits).toBeGreaterThan(60)
    expect(hits).toBeLessThan(140)
  })

  test('told when to come back', async () => {
    cluster.faults.add({ effect: 'answer', code: 429, retryAfterSeconds: 7, count: 1 })
    const answer = await fetch(cluster.url + PODS)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await answer.json()).toMatchObject({ reason: 'TooManyRequests', details: { retryAfterSeconds: 7 } })
  })

  test('answered after the clock has moved, and the cluster counts as idle while it waits', async () => {
    cluster.faults.add({ effect: 'slow', seconds: 30, count: 1 })
    const slow = make('a')
    await settle()
    expect([cluster.idle(), await stored()]).toEqual([true, []])
    await clock.advanceTo(clock.now() + 30_000)
    expect(await slow).toBe('made')
  })

  test.each(['', '?watch=true'])(
    'waited for by nobody, and the cluster counts as idle before and after (GET pods%s)',
    async query => {
      cluster.faults.add({ effect: 'slow', seconds: 30, count: 1 })
      const leaving = new AbortController()
      const slow = fetch(cluster.url + PODS + query, { signal: leaving.signal }).catch(() => 'left')
      while (cluster.faults.struckSoFar() === 0) await settle()
      leaving.abort()
      expect(await slow).toBe('left')
      await others()
      expect(cluster.idle()).toBe(true)
      await clock.advanceTo(clock.now() + 30_000)
      await others()
      expect(cluster.idle()).toBe(true)
    },
  )

  test('cut off undone, or cut off after it was done', async () => {
    cluster.faults.add({ effect: 'reset', verbs: ['create'], count: 1 })
    const post = (name: string) =>
      fetch(cluster.url + PODS, {
        method: 'POST',
        body: JSON.stringify({ metadata: { name } }),
        headers: { 'content-type': 'application/json' },
      })
    await expect(post('reset')).rejects.toThrow('fetch failed')
    cluster.faults.add({ effect: 'lost', verbs: ['create'], count: 1 })
    await expect(post('lost')).rejects.toThrow('fetch failed')
    expect(await stored()).toEqual(['lost'])
  })

  test('hit only when verb, resource, name and client fit', async () => {
    cluster.faults.add({ effect: 'answer', code: 500, resources: ['secrets'] })
    cluster.faults.add({ effect: 'answer', code: 500, userAgent: 'somebody-else' })
    cluster.faults.add({ effect: 'answer', code: 500, namespace: 'another' })
    expect(await make('a')).toBe('made')
  })
})

describe('a watch is', () => {
  test('dropped while it runs', async () => {
    const watch = follow()
    await settle()
    cluster.faults.add({ effect: 'drop', count: 1 })
    await settle()
    expect(watch.ended).toBe('the connection was broken by a fault')
    expect(follow().ended).toBeUndefined()
  })

  test('ended with 410', async () => {
    const watch = follow()
    await settle()
    cluster.faults.add({ effect: 'expire', count: 1 })
    await settle()
    expect(watch).toEqual({ seen: ['410'], ended: 'cleanly' })
  })

  test('stalled, and catches up in order when the fault is gone', async () => {
    const watch = follow()
    await settle()
    const id = cluster.faults.add({ effect: 'stall', resources: ['configmaps'] })
    await make('a')
    await make('b')
    await settle()
    expect(watch.seen).toEqual([])
    cluster.faults.remove(id)
    await make('c')
    await settle()
    expect(watch.seen).toEqual(['a', 'b', 'c'])
  })

  test('stalled until so many events are held back, when the fault has a count', async () => {
    const watch = follow()
    await settle()
    cluster.faults.add({ effect: 'stall', count: 2 })
    await make('a')
    await settle()
    expect(watch.seen).toEqual([])
    await make('b')
    await make('c')
    await settle()
    expect(watch.seen).toEqual(['a', 'b', 'c'])
  })

  test('stalled as long as one of two faults says so', async () => {
    const watch = follow()
    await settle()
    const [first, second] = [cluster.faults.add({ effect: 'stall' }), cluster.faults.add({ effect: 'stall' })]
    await make('a')
    cluster.faults.remove(first)
    await settle()
    expect(watch.seen).toEqual([])
    cluster.faults.remove(second)
    await settle()
    expect(watch.seen).toEqual(['a'])
  })

  test('late by the clock, in order', async () => {
    const watch = follow()
    await settle()
    cluster.faults.add({ effect: 'late', seconds: 5, count: 1 })
    await make('a')
    await make('b')
    await settle()
    expect(watch.seen).toEqual([])
    await clock.advanceTo(clock.now() + 5000, settle)
    await settle()
    expect(watch.seen).toEqual(['a', 'b'])
  })

  test('told twice', async () => {
    const watch = follow()
    await settle()
    cluster.faults.add({ effect: 'duplicate', count: 1 })
    await make('a')
    await make('b')
    await settle()
    expect(watch.seen).toEqual(['a', 'a', 'b'])
  })
})

describe('over HTTP', () => {
  const admin = (method: string, path: string, body?: unknown) =>
    fetch(`${cluster.url}/sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) }).then(
      answer => answer.json() as Promise<Record<string, unknown>>,
    )

  test('faults are added, listed and removed', async () => {
    const { id } = await admin('POST', 'faults', { effect: 'answer', code: 500, verbs: ['create'] })
    expect(await make('a')).toBe(500)
    expect(await admin('GET', 'faults')).toMatchObject({ faults: [{ id, struck: 1, fault: { code: 500 } }] })
    expect(await admin('DELETE', `faults/${id}`)).toEqual({ faults: [] })
    expect(await make('a')).toBe('made')
  })

  test.each([
    [{ effect: 'explode' }, /effect: "explode" is none of answer, slow, reset/],
    [{ effect: 'answer' }, /code: an "answer" fault needs the HTTP code/],
    [{ effect: 'slow' }, /seconds: a "slow" fault needs a time/],
    [{ effect: 'drop', count: 'two' }, /count: "two" is no number/],
    [{ effect: 'drop', resources: 'pods' }, /resources: "pods" is no list of texts/],
    [{ effect: 'drop', colour: 'red' }, /colour: "red" is no field of a fault/],
    [[], /a fault is a JSON object/],
  ])('%j is refused with the field and the remedy', async (fault, message) => {
    expect(await admin('POST', 'faults', fault)).toMatchObject({ code: 400, message: expect.stringMatching(message) })
  })

  test('a compacted history ends resumed watches with 410', async () => {
    await make('a')
    await admin('POST', 'compact')
    const watch = follow(`${PODS}?watch=true&resourceVersion=1`)
    await settle()
    expect(watch.seen).toEqual(['410'])
  })
})
