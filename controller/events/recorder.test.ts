import { afterEach, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { EventRecorder } from './recorder.ts'

let server: ScriptedServer
afterEach(() => server.close())

async function recording(...script: Answer[]) {
  const load = { isBusy: false }
  const bodies: Record<string, unknown>[] = []
  const answers = (script.length > 0 ? script : [json({})]).map(
    (answer): Answer =>
      (request, response) => {
        bodies.push(JSON.parse(request.body))
        answer(request, response)
      },
  )
  server = await scriptedServer(...answers)
  const clock = new VirtualClock()
  const client = await server.client()
  const recorder = new EventRecorder({ client, clock, log: silent, isBusy: () => load.isBusy })
  const tell = (message: string, about = rollout()) =>
    recorder.tell(about, { type: 'Normal', reason: 'ScalingReplicaSet', message })
  return { client, clock, recorder, tell, bodies, load }
}

test('an event is written as upstream’s clients expect it', async () => {
  const { recorder, tell, bodies } = await recording()
  tell('Scaled up')
  await recorder.flush()
  expect(server.asked).toEqual(['POST /api/v1/namespaces/shop/events'])
  expect(bodies[0]).toMatchObject({
    involvedObject: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      namespace: 'shop',
      name: 'web',
      uid: 'uid-web',
    },
    metadata: { namespace: 'shop', name: expect.stringMatching(/^web\.[0-9a-f]{16}$/) },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: 'Scaled up',
    source: { component: 'rollouts-controller' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    count: 1,
  })
})

test('a busy object does not fall silent: a hundred different events are a hundred events', async () => {
  const { recorder, tell } = await recording()
  for (let size = 0; size < 100; size += 1) tell(`Scaled up to ${size}`)
  await recorder.flush()
  expect(server.asked).toHaveLength(100)
  expect(recorder.dropped).toBe(0)
})

test('the same event again within ten minutes is counted, later it is a new one', async () => {
  const { clock, recorder, tell, bodies } = await recording()
  tell('Scaled up')
  await recorder.flush()
  await clock.advanceTo(clock.now() + 60_000)
  tell('Scaled up')
  await recorder.flush()
  await clock.advanceTo(clock.now() + 600_000)
  tell('Scaled up')
  await recorder.flush()
  expect(server.asked.map(line => line.split(' ')[0])).toEqual(['POST', 'PATCH', 'POST'])
  expect(bodies[1]).toEqual({ count: 2, lastTimestamp: '2026-01-01T00:01:00Z' })
})

test('the same event about another Rollout is another event', async () => {
  const { recorder, tell } = await recording()
  tell('Scaled up')
  tell('Scaled up', rollout({ metadata: { name: 'api', uid: 'uid-api' } }))
  await recorder.flush()
  expect(server.asked.filter(line => line.startsWith('POST'))).toHaveLength(2)
})

test('an event whose first telling has expired is told anew', async () => {
  const { recorder, tell } = await recording(json({}), failure(404, 'NotFound'), json({}))
  tell('Scaled up')
  await recorder.flush()
  tell('Scaled up')
  await recorder.flush()
  expect(server.asked.map(line => line.split(' ')[0])).toEqual(['POST', 'PATCH', 'POST'])
})

test('while there is much to do an event goes with every thirty-second pass, and the rest when it is done', async () => {
  const { client, recorder, tell, load } = await recording()
  load.isBusy = true
  for (let serial = 0; serial < 10; serial += 1) tell('Scaled up', rollout({ metadata: { uid: `uid-${serial}` } }))
  for (let pass = 0; pass < 64; pass += 1) recorder.afterPass()
  expect(client.inFlight).toBe(2)
  load.isBusy = false
  recorder.afterPass()
  await recorder.flush()
  expect(server.asked).toHaveLength(10)
})

test('a busy server gets the event later; one that refuses it costs only that event', async () => {
  const { clock, recorder, tell } = await recording(
    failure(429, 'TooManyRequests', { 'retry-after': '2' }),
    json({}),
    failure(403, 'Forbidden'),
  )
  tell('first')
  await recorder.flush()
  await clock.advanceTo(clock.now() + 2000, () => recorder.flush())
  expect(server.asked).toHaveLength(2)
  tell('second')
  await recorder.flush()
  expect(recorder.dropped).toBe(1)
})

test.each([
  [[failure(503, 'ServiceUnavailable'), failure(500, 'InternalError'), json({})], 3, 0],
  [[failure(500, 'InternalError')], 12, 1],
])(
  'a server that fails gets the event again every ten seconds, twelve times at most',
  async (script, asked, dropped) => {
    const { clock, recorder, tell } = await recording(...script)
    tell('Scaled up')
    for (let turn = 0; turn < 20; turn += 1) {
      await recorder.flush()
      await clock.advanceTo(clock.now() + 10_000)
    }
    expect(server.asked).toHaveLength(asked)
    expect(recorder.dropped).toBe(dropped)
  },
)

test('an event that was given up has all its tries again when it is told again', async () => {
  const failures = Array.from({ length: 13 }, () => failure(500, 'InternalError'))
  const { clock, recorder, tell } = await recording(...failures, json({}))
  const twoMinutes = async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      await recorder.flush()
      await clock.advanceTo(clock.now() + 10_000)
    }
  }
  tell('Scaled up')
  await twoMinutes()
  expect(recorder.dropped).toBe(1)
  tell('Scaled up')
  await twoMinutes()
  expect([server.asked.length, recorder.dropped]).toEqual([14, 1])
})
