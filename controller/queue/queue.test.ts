import { describe, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { again, done, type Outcome, retry } from './outcome.ts'
import { delayAfter, Queue } from './queue.ts'
import { type Priority, Ready } from './ready.ts'

/** Lets everything that is due now happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

/** A queue whose turns are recorded and end as the test says. */
function recorded(ends: (key: string, turn: number) => Outcome | Promise<Outcome>, concurrency = 10) {
  const clock = new VirtualClock()
  const turns: string[] = []
  const queue = new Queue({
    clock,
    concurrency,
    work: async key => {
      turns.push(key)
      return ends(key, turns.length)
    },
  })
  queue.start()
  return { clock, queue, turns }
}

describe('the queue', () => {
  test('makes a burst of events one turn (B8)', async () => {
    const { queue, turns } = recorded(() => done)
    for (let event = 0; event < 100; event += 1) queue.add('a')
    await settle()
    expect(turns).toEqual(['a'])
    expect(queue.isIdle).toBe(true)
  })

  test('works on a key once at a time, and once more when it changed meanwhile', async () => {
    let finish = () => {}
    const { queue, turns } = recorded((_, turn) =>
      turn === 1 ? new Promise(resolve => (finish = () => resolve(done))) : done,
    )
    queue.add('a')
    await settle()
    queue.add('a')
    queue.add('a')
    await settle()
    expect(turns).toEqual(['a'])
    finish()
    await settle()
    expect(turns).toEqual(['a', 'a'])
  })

  test('tells whoever waits for a key when it has had its next turn, even one that failed', async () => {
    let finish = () => {}
    const { queue, turns } = recorded((_, turn) =>
      turn === 1 ? new Promise(resolve => (finish = () => resolve(done))) : retry(new Error('no luck')),
    )
    const told: number[] = []
    queue.add('a')
    await settle()
    queue.add('a')
    queue.after('a', () => told.push(turns.length))
    await settle()
    expect(told).toEqual([])
    finish()
    await settle()
    expect(told).toEqual([2])
  })

  test('tells whoever waits for a key when the turn under way has ended, if none is to follow', async () => {
    let finish = () => {}
    const { queue } = recorded(() => new Promise(resolve => (finish = () => resolve(done))))
    let told = false
    queue.add('a')
    await settle()
    queue.after('a', () => (told = true))
    expect(told).toBe(false)
    finish()
    await settle()
    expect(told).toBe(true)
  })

  test('tells at once who waits for a key that waits for no turn', () => {
    const { queue } = recorded(() => done)
    let told = false
    queue.after('a', () => (told = true))
    expect(told).toBe(true)
  })

  test('looks again at the moment that was asked for', async () => {
    const { clock, queue, turns } = recorded((_, turn) => (turn === 1 ? again(clock.now() + 60_000) : done))
    queue.add('a')
    await clock.advanceTo(clock.now() + 59_999, settle)
    expect(turns).toHaveLength(1)
    await clock.advanceTo(clock.now() + 1, settle)
    expect(turns).toHaveLength(2)
  })

  test('lets the latest turn alone say when to look again', async () => {
    const { clock, queue, turns } = recorded((_, turn) => (turn === 1 ? again(clock.now() + 1000) : done))
    queue.add('a')
    await settle()
    queue.add('a')
    await clock.advanceTo(clock.now() + 10_000, settle)
    expect(turns).toHaveLength(2)
  })

  test('slows failures down from one millisecond to ten seconds, and starts over after a success', async () => {
    expect([1, 2, 5, 14, 15, 1000].map(delayAfter)).toEqual([1, 2, 16, 8192, 10_000, 10_000])
    const { clock, queue, turns } = recorded((_, turn) => (turn === 4 ? done : retry(new Error('no'))))
    queue.add('a')
    await clock.advanceTo(clock.now() + 7, settle)
    expect(turns).toHaveLength(4)
    queue.add('a')
    await clock.advanceTo(clock.now() + 1, settle)
    expect(turns).toHaveLength(6)
  })

  test('does not make an event wait behind a backoff', async () => {
    const { clock, queue, turns } = recorded((_, turn) => (turn <= 12 ? retry(new Error('no')) : done))
    queue.add('a')
    await clock.advanceTo(clock.now() + 2047, settle)
    const before = turns.length
    queue.add('a')
    await settle()
    expect(turns.length).toBe(before + 1)
  })

  test('leaves a terminal failure alone until something changes', async () => {
    const { clock, queue, turns } = recorded(() => ({ outcome: 'terminal', error: new Error('for good') }))
    queue.add('a')
    await clock.advanceTo(clock.now() + 3_600_000, settle)
    expect(turns).toHaveLength(1)
    queue.add('a')
    await settle()
    expect(turns).toHaveLength(2)
  })

  test('takes what its work throws for a failure of that key alone', async () => {
    const { clock, queue, turns } = recorded(key => {
      if (key === 'bad') throw new Error('a fault of ours')
      return done
    })
    queue.add('bad')
    queue.add('good')
    await clock.advanceTo(clock.now() + 3, settle)
    expect(turns).toEqual(['bad', 'good', 'bad', 'bad'])
  })

  test('lets keys whose work hangs keep only each other waiting, until it is quick again', async () => {
    let hangs = true
    const { clock, queue, turns } = recorded(key => {
      if (!hangs || key === 'quick') return done
      return new Promise(resolve => clock.at(clock.now() + 5000, () => resolve(done)))
    }, 2)
    const slow = ['a', 'b', 'c', 'd']
    for (const key of slow) queue.add(key)
    await clock.advanceTo(clock.now() + 10_000, settle)
    expect(turns).toEqual(slow)
    for (const key of slow) queue.add(key)
    queue.add('quick')
    await settle()
    expect(turns.slice(4).toSorted()).toEqual(['a', 'b', 'quick'])
    expect(queue.depth).toBe(2)
    hangs = false
    await clock.advanceTo(clock.now() + 5000, settle)
    expect(queue.isIdle).toBe(true)
    for (const key of ['c', 'd', 'quick']) queue.add(key)
    await settle()
    expect(turns.slice(7)).toEqual(['c', 'd', 'c', 'd', 'quick'])
  })

  test('begins nothing new once stopped, and waits for what is under way', async () => {
    let finish = () => {}
    const { queue, turns } = recorded(() => new Promise(resolve => (finish = () => resolve(done))), 1)
    queue.add('a')
    queue.add('b')
    await settle()
    let stopped = false
    const stopping = queue.stop().then(() => {
      stopped = true
    })
    await settle()
    expect(stopped).toBe(false)
    finish()
    await stopping
    await settle()
    expect(turns).toEqual(['a'])
  })
})

/** Every key in every Map below an object. */
function keysIn(value: unknown): readonly unknown[] {
  if (value instanceof Map) return [...value.keys()]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(keysIn) : []
}

test('nothing is remembered of keys that are done', async () => {
  const { queue } = recorded(() => done)
  queue.add('shop/a')
  expect(keysIn(queue)).toEqual(['shop/a'])
  await settle()
  expect(keysIn(queue)).toEqual([])
})

test('nothing is remembered of a key that was slow for a while', async () => {
  const clock = new VirtualClock()
  const now: { priority: Priority; lasts: number } = { priority: 1, lasts: 5000 }
  const work = () => new Promise<Outcome>(resolve => clock.at(clock.now() + now.lasts, () => resolve(done)))
  const queue = new Queue({ clock, concurrency: 1, priority: () => now.priority, work })
  queue.start()
  queue.add('shop/a')
  await clock.advanceTo(clock.now() + 5000, settle)
  Object.assign(now, { priority: 2, lasts: 0 })
  queue.add('shop/a')
  await clock.advanceTo(clock.now() + 1, settle)
  expect(queue.isIdle).toBe(true)
  expect(keysIn(queue)).toEqual([])
})

describe('what is ready', () => {
  test('is taken in the order of arrival: what is under way, what has not begun, what is settled', () => {
    const ready = new Ready()
    ready.add('settled', 2)
    ready.add('new 1', 0)
    ready.add('begun', 1)
    ready.add('new 2', 0)
    const taken = Array.from({ length: 5 }, () => ready.take())
    expect(taken).toEqual(['begun', 'new 1', 'new 2', 'settled', undefined])
  })

  test('gives those that only begin what has not begun', () => {
    const ready = new Ready()
    ready.add('begun', 1)
    expect([ready.newcomers, ready.takeNew()]).toEqual([0, undefined])
    ready.add('new', 0)
    expect([ready.newcomers, ready.takeNew(), ready.newcomers]).toEqual([1, 'new', 0])
  })

  test('moves up a key that has become urgent', () => {
    const ready = new Ready()
    ready.add('a', 2)
    ready.add('b', 1)
    ready.add('a', 0)
    expect([ready.takeNew(), ready.take(), ready.take()]).toEqual(['a', 'b', undefined])
  })

  test('finishes first what was begun first, until it is settled', () => {
    const ready = new Ready()
    for (const key of ['a', 'b']) ready.add(key, 0)
    expect([ready.take(), ready.take()]).toEqual(['a', 'b'])
    for (const key of ['b', 'a']) ready.add(key, 1)
    expect([ready.take(), ready.take()]).toEqual(['a', 'b'])
    ready.add('a', 2)
    expect(ready.take()).toBe('a')
    for (const key of ['a', 'b']) ready.add(key, 1)
    expect([ready.take(), ready.take()]).toEqual(['b', 'a'])
  })

  test('starves nobody: every thirty-second turn goes to the oldest', () => {
    const ready = new Ready()
    ready.add('patient', 2)
    const taken = Array.from({ length: 32 }, (_, turn) => {
      ready.add(`urgent ${turn}`, 0)
      return ready.take()
    })
    expect(taken.indexOf('patient')).toBe(31)
  })
})
