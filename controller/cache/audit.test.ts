import { afterEach, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { resources } from '../client/path.ts'
import { silent } from '../log.ts'
import { failure, json, thing } from '../testing/answers.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { Audit } from './audit.ts'

let server: ScriptedServer
afterEach(() => server.close())

/** An audit of a cache of ReplicaSets, whose versions the test may move. */
async function auditing(cached: { [key: string]: string }, ...script: readonly Answer[]) {
  server = await scriptedServer(...script)
  const clock = new VirtualClock()
  const reread: string[] = []
  const audit = new Audit({
    client: await server.client(),
    clock,
    log: silent,
    watched: [
      {
        resource: resources.replicasets,
        keys: () => Object.keys(cached),
        version: key => cached[key],
        reread: () => void reread.push('replicasets'),
      },
    ],
  })
  const later = () => clock.advanceTo(clock.now() + 30_000)
  return { audit, cached, reread, later }
}

const live = (version: string) => json(thing('web-1', version))

test('a cache that shows what the API server has is left alone', async () => {
  const { audit, reread, later } = await auditing({ 'shop/web-1': '7' }, live('7'))
  await audit.look()
  await later()
  expect({ missed: audit.missed, reread }).toEqual({ missed: 0, reread: [] })
})

test.each([
  ['an event that never came', live('8')],
  ['a deletion that was never told', failure(404, 'NotFound')],
])('%s is counted, and everything read again (B5)', async (_, answer) => {
  const { audit, reread, later } = await auditing({ 'shop/web-1': '7' }, answer)
  await audit.look()
  expect(reread).toEqual([])
  await later()
  expect({ missed: audit.missed, reread }).toEqual({ missed: 1, reread: ['replicasets'] })
})

test('what was only on its way is no miss', async () => {
  const { audit, cached, reread, later } = await auditing({ 'shop/web-1': '7' }, live('8'))
  await audit.look()
  cached['shop/web-1'] = '8'
  await later()
  expect({ missed: audit.missed, reread }).toEqual({ missed: 0, reread: [] })
})

test('a read that fails says nothing about the cache', async () => {
  const { audit, reread, later } = await auditing({ 'shop/web-1': '7' }, failure(500, 'InternalError'))
  await audit.look()
  await later()
  expect({ missed: audit.missed, reread }).toEqual({ missed: 0, reread: [] })
})

test('a few are compared at a time, and every object gets its turn', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `web-${index}`)
  const cached = Object.fromEntries(names.map(name => [`shop/${name}`, '7']))
  const { audit } = await auditing(cached, live('7'))
  const looked: number[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    const before = server.asked.length
    await audit.look()
    looked.push(server.asked.length - before)
  }
  expect(looked).toEqual([5, 2, 5])
  expect(new Set(server.asked).size).toBe(7)
})
