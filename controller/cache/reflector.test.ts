import { afterEach, describe, expect, test } from 'vitest'
import type { KubeObject } from '../client/client.ts'
import { type Clock, realClock } from '../clock.ts'
import { silent } from '../log.ts'
import {
  added,
  bookmark,
  deleted,
  failure,
  initialEnd,
  json,
  modified,
  stream,
  thing,
  tooOld,
} from '../testing/answers.ts'
import { fastClock } from '../testing/clock.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { Reflector } from './reflector.ts'
import { Store } from './store.ts'

const resource = { apiVersion: 'v1', plural: 'things', kind: 'Thing' }
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const watching = (...script: Answer[]) => watchingOn(realClock, ...script)

/** `connection` is the client's clock; the waits of the reflector are short in any case. */
async function watchingOn(
  connection: Clock,
  ...script: Answer[]
): Promise<{ server: ScriptedServer; store: Store<string>; reflector: Reflector<string> }> {
  const server = await scriptedServer(...script)
  const clock = fastClock()
  const store = new Store<string>({})
  const project = ({ metadata, broken }: KubeObject) => {
    if (broken) throw new Error('spec.x: not a number')
    return metadata.resourceVersion
  }
  const reflector = new Reflector({
    client: await server.client({ clock: connection }),
    clock,
    log: silent,
    resource,
    store,
    project,
  })
  reflector.start()
  closing.push(
    () => reflector.stop(),
    () => server.close(),
  )
  return { server, store, reflector }
}

const all = (store: Store<string>) => Object.fromEntries(store.entries())
const changed = (store: Store<string>, key: string) =>
  new Promise<void>(resolve => store.onChange(changedKey => changedKey === key && resolve()))
const query = (asked: string | undefined) => Object.fromEntries(new URLSearchParams(asked?.split('?')[1]))
const synced = [added(thing('a', '3')), added(thing('b', '2')), initialEnd('5')]

describe('a reflector', () => {
  test('reads everything by a watch with initial events and goes on with the same connection', async () => {
    const { server, store, reflector } = await watching(
      stream([...synced, modified(thing('a', '6')), deleted(thing('b', '7'))]),
    )
    await reflector.synced
    await server.arrived(1)
    if (store.size === 2) await changed(store, 'shop/b')
    expect(all(store)).toEqual({ 'shop/a': '6' })
    expect(store.version).toBe('7')
    expect(server.asked).toHaveLength(1)
    expect(query(server.asked[0])).toMatchObject({
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
    })
  })

  test('goes on where a bookmark says after the server has ended the watch', async () => {
    const { server, reflector } = await watching(stream([...synced, bookmark('9')], 'end'), stream([]))
    await reflector.synced
    await server.arrived(2)
    expect(query(server.asked[1])).toMatchObject({ resourceVersion: '9' })
    expect(query(server.asked[1])).not.toHaveProperty('sendInitialEvents')
  })

  test('counts as unsynced and starts over when the initial events are cut off', async () => {
    const { server, store, reflector } = await watching(
      stream([added(thing('a', '3'))], 'cut'),
      stream([added(thing('b', '2')), initialEnd('5')]),
    )
    await reflector.synced
    expect(server.asked).toHaveLength(2)
    expect(all(store)).toEqual({ 'shop/b': '2' })
  })

  test.each([
    ['422', failure(422, 'Invalid')],
    ['400', failure(400, 'BadRequest')],
    ['500', failure(500, 'InternalError')],
    ['a watch that ends without initial events', stream([], 'end')],
  ])('reads pages of a list when streaming is refused by %s', async (_, refusal) => {
    const page = (items: KubeObject[], next?: string) =>
      json({ metadata: { resourceVersion: '8', continue: next }, items })
    const { server, store, reflector } = await watching(
      refusal,
      page([thing('a', '3')], 'more'),
      page([thing('b', '4')]),
      stream([modified(thing('b', '9'))]),
    )
    await reflector.synced
    if (store.get('shop/b') === '4') await changed(store, 'shop/b')
    expect(all(store)).toEqual({ 'shop/a': '3', 'shop/b': '9' })
    expect(query(server.asked[2])).toMatchObject({ continue: 'more' })
    expect(query(server.asked[3])).toMatchObject({ watch: 'true', resourceVersion: '8' })
  })

  test.each([
    ['it may not read yet', failure(403, 'Forbidden')],
    ['its kind is not installed yet', failure(404, 'NotFound')],
  ])('goes on asking for a stream when %s', async (_, refusal) => {
    const { server, reflector } = await watching(refusal, refusal, stream(synced))
    await reflector.synced
    expect(server.asked.map(asked => query(asked).sendInitialEvents)).toEqual(['true', 'true', 'true'])
  })

  test('takes an empty list of metadata for what it is', async () => {
    const empty = json({ kind: 'PartialObjectMetadataList', metadata: { resourceVersion: '8' }, items: null })
    const { server, store, reflector } = await watching(failure(400, 'BadRequest'), empty, stream([]))
    await reflector.synced
    await server.arrived(3)
    expect(all(store)).toEqual({})
    expect(query(server.asked[2])).toMatchObject({ watch: 'true', resourceVersion: '8' })
  })

  test.each([
    ['an event', stream([tooOld], 'end')],
    ['a refusal', failure(410, 'Expired')],
  ])(
    'reads everything again when its version is too old, told by %s, and forgets what has gone',
    async (_, expired) => {
      const { server, store } = await watching(
        stream(synced, 'end'),
        expired,
        stream([added(thing('a', '12')), initialEnd('12')]),
      )
      await server.arrived(3)
      await changed(store, 'shop/b')
      expect(all(store)).toEqual({ 'shop/a': '12' })
    },
  )

  test('never gives up', async () => {
    const { reflector, server } = await watching(
      ...Array.from({ length: 12 }, () => failure(503, 'ServiceUnavailable')),
      stream(synced),
    )
    await reflector.synced
    expect(server.asked).toHaveLength(13)
  })

  test('leaves out an object that cannot be read and keeps the others', async () => {
    const { store, reflector } = await watching(stream([added(thing('bad', '1', { broken: true })), ...synced]))
    await reflector.synced
    expect(all(store)).toEqual({ 'shop/a': '3', 'shop/b': '2' })
  })

  test('takes up the watch again when nothing was heard for three minutes', async () => {
    const { server, reflector } = await watchingOn(fastClock(100), stream(synced), stream([]))
    await reflector.synced
    await server.arrived(2)
    expect(query(server.asked[1])).toMatchObject({ resourceVersion: '5' })
  })

  test('reads everything again on demand', async () => {
    const { server, store, reflector } = await watching(
      stream(synced),
      stream([added(thing('c', '9')), initialEnd('9')]),
    )
    await reflector.synced
    reflector.restart()
    await changed(store, 'shop/b')
    expect(all(store)).toEqual({ 'shop/c': '9' })
    expect(server.asked).toHaveLength(2)
  })

  test('does not begin anew what it is reading, however often it is asked', async () => {
    const { server, store, reflector } = await watching(
      stream(synced),
      stream([added(thing('c', '9')), initialEnd('9')]),
    )
    await reflector.synced
    reflector.restart()
    await server.arrived(2)
    reflector.restart()
    await changed(store, 'shop/b')
    expect(all(store)).toEqual({ 'shop/c': '9' })
    expect(server.asked).toHaveLength(2)
  })
})
