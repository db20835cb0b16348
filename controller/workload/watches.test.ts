import { afterEach, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { WorkloadWatches } from './watches.ts'

let server: ScriptedServer
afterEach(() => server.close())

const nothing = json({ metadata: { resourceVersion: '5' }, items: [] })

async function looking(...script: Answer[]) {
  server = await scriptedServer(...script)
  const clock = new VirtualClock()
  const watches = new WorkloadWatches({ client: await server.client(), clock, log: silent, onChange: () => {} })
  return { clock, watches, looked: watches.ensureObserved() }
}

/** Its next try is due at some time. */
async function waits(clock: VirtualClock): Promise<void> {
  while (clock.next() === undefined) await new Promise(setImmediate)
}

test('what may be left on Deployments is looked for until the API server answers', async () => {
  const { clock, looked } = await looking(failure(500, 'InternalError'), failure(503, 'Unavailable'), nothing)
  for (let tries = 1; tries <= 2; tries += 1) {
    await waits(clock)
    expect(server.asked).toHaveLength(tries)
    await clock.advanceTo(clock.next()!)
  }
  await looked
  expect(server.asked).toHaveLength(3)
})

test('who may not list Deployments does not ask again', async () => {
  const { looked } = await looking(failure(403, 'Forbidden'))
  await looked
  expect(server.asked).toHaveLength(1)
})

test('a controller that stops does not look any longer', async () => {
  const { clock, watches, looked } = await looking(failure(500, 'InternalError'))
  await waits(clock)
  watches.stop()
  await looked
  expect(server.asked).toHaveLength(1)
})
