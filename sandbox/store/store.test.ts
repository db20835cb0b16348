import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import type { Change } from './change.ts'
import { Store } from './store.ts'

const object = (name: string, data: string, namespace = 'default'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name },
  data: { data },
})
const names = (objects: readonly KubeObject[] | undefined) => objects?.map(one => one.metadata.name)

describe('revisions', () => {
  test('each write takes the next one, over all resources', () => {
    const store = new Store()
    expect(store.put('/configmaps', object('a', '1')).metadata.resourceVersion).toBe('1')
    expect(store.put('/secrets', object('a', '1')).metadata.resourceVersion).toBe('2')
    expect(store.remove('/configmaps', 'default/a')?.metadata.resourceVersion).toBe('3')
    expect(store.revision).toBe(3)
  })

  test('removing what is not there is no write', () => {
    const store = new Store()
    expect(store.remove('/configmaps', 'default/a')).toBeUndefined()
    expect(store.revision).toBe(0)
  })
})

test('what is stored can not be changed by who stored or read it', () => {
  const store = new Store()
  const stored = store.put('/configmaps', object('a', '1'))
  expect(() => Object.assign(stored.data, { data: '2' })).toThrow(TypeError)
})

describe('lists', () => {
  test('are in key order, of one namespace or of all', () => {
    const store = new Store()
    for (const name of ['c', 'a', 'b']) store.put('/configmaps', object(name, '1'))
    store.put('/configmaps', object('z', '1', 'another'))
    expect(names(store.list('/configmaps'))).toEqual(['z', 'a', 'b', 'c'])
    expect(names(store.list('/configmaps', 'default'))).toEqual(['a', 'b', 'c'])
  })

  test('can be read as they were at an earlier revision', () => {
    const store = new Store()
    store.put('/configmaps', object('a', '1'))
    store.put('/configmaps', object('b', '1'))
    store.put('/configmaps', object('a', '2'))
    store.remove('/configmaps', 'default/b')
    expect(store.listAt('/configmaps', 2)?.map(one => one.data.data)).toEqual(['1', '1'])
    expect(names(store.listAt('/configmaps', 1))).toEqual(['a'])
  })
})

describe('history', () => {
  test('forgets the oldest changes when it is full, and says so', () => {
    const store = new Store({ window: 10 })
    for (let i = 0; i < 25; i++) store.put('/configmaps', object('a', String(i)))
    expect(store.history.since('/configmaps', 1)).toBeUndefined()
    expect(store.history.since('/configmaps', store.history.oldest())?.length).toBe(25 - store.history.oldest())
  })

  test('compaction forgets everything up to its revision', () => {
    const store = new Store()
    for (let i = 0; i < 5; i++) store.put('/configmaps', object('a', String(i)))
    store.history.compact(3)
    expect(store.history.since('/configmaps', 2)).toBeUndefined()
    expect(store.history.since('/configmaps', 3)?.map(change => change.revision)).toEqual([4, 5])
  })
})

describe('subscribers', () => {
  test('see each change of their resource before the write returns', () => {
    const store = new Store()
    const seen: Change[] = []
    store.subscribe('/configmaps', change => seen.push(change))
    store.put('/configmaps', object('a', '1'))
    store.put('/secrets', object('a', '1'))
    store.remove('/configmaps', 'default/a')
    expect(seen.map(change => [change.type, change.revision])).toEqual([
      ['ADDED', 1],
      ['DELETED', 3],
    ])
  })

  test('see changes in order when one of them writes while it is told', () => {
    const store = new Store()
    store.subscribe('/configmaps', change => {
      if (change.type === 'ADDED') store.put('/configmaps', object('a', 'established'))
    })
    const seen: number[] = []
    store.subscribe('/configmaps', change => seen.push(change.revision))
    store.put('/configmaps', object('a', 'new'))
    expect(seen).toEqual([1, 2])
  })
})

test('a listener that throws keeps a change from nobody, and the writer learns of it', () => {
  const store = new Store()
  const seen: number[] = []
  const unsubscribe = store.subscribe('/configmaps', () => {
    throw new Error('not for me')
  })
  store.subscribe('/configmaps', change => seen.push(change.revision))
  expect(() => store.put('/configmaps', object('a', '1'))).toThrow('not for me')
  unsubscribe()
  store.put('/configmaps', object('b', '1'))
  expect(seen).toEqual([1, 2])
})

test('state, history and listeners agree after any sequence of writes', () => {
  const write = fc.record({ name: fc.constantFrom('a', 'b', 'c'), data: fc.option(fc.string()) })
  void fc.assert(
    fc.property(fc.array(write), fc.nat(), (writes, back) => {
      const store = new Store()
      const replica = new Map<string, KubeObject>()
      store.subscribe('/configmaps', change => {
        if (change.type === 'DELETED') replica.delete(change.key)
        else replica.set(change.key, change.object)
      })
      const past: (readonly KubeObject[])[] = [[]]
      for (const { name, data } of writes) {
        const before = store.revision
        if (data === null) store.remove('/configmaps', `default/${name}`)
        else store.put('/configmaps', object(name, data))
        if (store.revision > before) past.push(store.list('/configmaps'))
      }
      const revision = back % past.length
      expect([...replica.keys()].sort().map(key => replica.get(key))).toEqual(store.list('/configmaps'))
      expect(store.listAt('/configmaps', revision)).toEqual(past[revision])
    }),
  )
})
