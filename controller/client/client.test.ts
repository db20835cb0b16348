import { afterEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { failure, json, stream, thing } from '../testing/answers.ts'
import { fastClock, settableClock } from '../testing/clock.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { busyFor } from './error.ts'
import { tokenBucket } from './limiter.ts'
import { LineSplitter } from './lines.ts'
import { describe as describeRequest, pathOf, resources } from './path.ts'

let server: ScriptedServer
afterEach(() => server.close())
const serving = async (...script: Answer[]) => {
  server = await scriptedServer(...script)
  return server.client()
}
const get = { method: 'GET', path: '/api/v1/things/a' } as const

describe('the client', () => {
  test('speaks plain http with a token, and keeps every field of what it reads', async () => {
    let authorization: string | undefined
    const client = await serving((request, response) => {
      authorization = request.headers.authorization
      json({ metadata: { name: 'a' }, spec: { fieldOfTomorrow: { x: [1, null] } } })(request, response)
    })
    expect(await client.request(get)).toEqual({ metadata: { name: 'a' }, spec: { fieldOfTomorrow: { x: [1, null] } } })
    expect(authorization).toBe('Bearer secret')
  })

  test('tells how long a busy server wants to be left alone', async () => {
    const client = await serving(
      failure(429, 'TooManyRequests', { 'retry-after': '7' }),
      failure(429, 'TooManyRequests'),
    )
    expect(busyFor(await client.request(get).catch(error => error))).toBe(7000)
    expect(busyFor(await client.request(get).catch(error => error))).toBe(1000)
    expect(client.counts.all()).toMatchObject([{ code: 429, count: 2 }])
  })

  test('authenticates anew once after a 401', async () => {
    const client = await serving(failure(401, 'Unauthorized'), json({ metadata: { name: 'a' } }))
    await client.request(get)
    expect(server.asked).toHaveLength(2)
  })

  test.each([
    ['a Status', failure(409, 'Conflict'), { code: 409, reason: 'Conflict', message: 'Conflict!' }],
    [
      'a proxy',
      (_: unknown, response: { writeHead(code: number): { end(text: string): void } }) =>
        response.writeHead(502).end('<html>bad gateway'),
      { code: 502, reason: 'Unknown', message: '<html>bad gateway' },
    ],
  ])('tells code, reason and text of an error that %s answered', async (_, answer, expected) => {
    const client = await serving(answer as Answer)
    await expect(client.request(get)).rejects.toMatchObject(expected)
  })

  const silence: Answer = () => {}
  const half: Answer = (_, response) => void response.writeHead(200).write('{')
  const endless = new AbortController().signal

  test.each([
    ['never comes', silence],
    ['never ends', half],
  ])('gives up on an answer that %s, a while after the server would have', async (_, answer) => {
    const clock = fastClock(100)
    server = await scriptedServer(answer)
    const client = await server.client({ clock })
    const since = clock.now()
    await expect(client.request(get)).rejects.toThrow('no answer within 70 s')
    expect(clock.now() - since).toBeGreaterThanOrEqual(70_000)
    await expect(client.request({ ...get, timeout: 5_000 })).rejects.toThrow('no answer within 5 s')
  })

  test('gives up on a watch that never begins; one that has begun goes on', async () => {
    server = await scriptedServer(silence, stream([{ type: 'ADDED', object: thing('a', '1') }]))
    const client = await server.client({ clock: fastClock(100) })
    const options = { onEvent: () => {}, signal: endless, idleTimeout: 180_000 }
    await expect(client.watch('/api/v1/things?watch=true', options)).rejects.toThrow('no answer within 70 s')
    await expect(client.watch('/api/v1/things?watch=true', options)).rejects.toThrow('nothing heard for 180 s')
  })

  test('ends a watch when its reader throws', async () => {
    const client = await serving(stream([{ type: 'ADDED', object: thing('a', '1') }]))
    const onEvent = () => {
      throw new Error('cannot take that')
    }
    const options = { onEvent, signal: new AbortController().signal, idleTimeout: 60_000 }
    await expect(client.watch('/api/v1/things?watch=true', options)).rejects.toThrow('cannot take that')
  })

  test('counts by verb and resource, without names', async () => {
    const client = await serving(json({}))
    await client.request({
      method: 'PATCH',
      path: pathOf(resources.rollouts, { namespace: 'shop', name: 'web', subresource: 'status' }),
    })
    expect(client.counts.all()).toEqual([{ verb: 'patch', resource: 'rollouts/status', code: 200, count: 1 }])
    expect(describeRequest('GET', '/api/v1/namespaces/shop/services?watch=true')).toEqual({
      verb: 'watch',
      resource: 'services',
    })
    expect(describeRequest('GET', '/api/v1/namespaces/shop')).toEqual({ verb: 'get', resource: 'namespaces' })
  })
})

describe('lines of a stream', () => {
  test('come out whole however the bytes were cut, also inside a character', () => {
    const text = '{"a":"ü€😀"}\n\n{"b":2}\n'
    for (let size = 1; size <= text.length; size += 1) {
      const lines: string[] = []
      const splitter = new LineSplitter(line => lines.push(line))
      const bytes = Buffer.from(text)
      for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size))
      expect(lines).toEqual(['{"a":"ü€😀"}', '{"b":2}'])
    }
  })
})

test('a token bucket lets the burst pass and then qps a second', async () => {
  server = await scriptedServer(json({}))
  const clock = new VirtualClock()
  const limiter = tokenBucket(clock, 10, 3)
  const passed: number[] = []
  const start = clock.now()
  for (let request = 0; request < 6; request += 1) void limiter().then(() => passed.push(clock.now() - start))
  await clock.advanceTo(start + 1000, () => new Promise(resolve => setImmediate(resolve)))
  expect(passed).toEqual([0, 0, 0, 100, 200, 300])
})

test('what is urgent waits for no token, and those that come later pay for it', async () => {
  const clock = new VirtualClock()
  const limiter = tokenBucket(clock, 10, 1)
  const passed: string[] = []
  const start = clock.now()
  const ask = (name: string, isUrgent?: boolean) =>
    void limiter(isUrgent).then(() => passed.push(`${name} at ${clock.now() - start}`))
  ask('first')
  ask('second')
  ask('urgent', true)
  ask('last')
  await clock.advanceTo(start + 1000, () => new Promise(resolve => setImmediate(resolve)))
  expect(passed).toEqual(['first at 0', 'urgent at 0', 'second at 100', 'last at 300'])
})

test('a clock that is set back makes nobody wait for the hours that come again', async () => {
  const clock = new VirtualClock()
  const { machine, set } = settableClock(clock)
  const limiter = tokenBucket(machine, 10, 1)
  await limiter()
  set.by = -3_600_000
  let isSent = false
  void limiter().then(() => {
    isSent = true
  })
  await clock.advanceTo(clock.now() + 100, () => new Promise(resolve => setImmediate(resolve)))
  expect(isSent).toBe(true)
})
