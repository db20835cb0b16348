import { get } from 'node:http'
import { connect } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningCluster, startCluster } from '../cluster.ts'

let cluster: RunningCluster
beforeAll(async () => {
  cluster = await startCluster({ controllers: false })
  await cluster.api.request({
    method: 'POST',
    path: CONFIG_MAPS,
    body: { metadata: { name: 'kept' }, data: { a: 'b' } },
  })
})
afterAll(() => cluster.stop())

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
const send = async (method: string, path: string, body?: Uint8Array | string, contentType = 'application/json') => {
  const init = { method, headers: { 'content-type': contentType }, ...(body !== undefined && { body: body as string }) }
  const response = await fetch(cluster.url + path, init)
  return { code: response.status, text: await response.text() }
}

/** After every hostile request the server serves, and what it holds is what it held. */
afterEach(async () => {
  const list = await cluster.api.request({ method: 'GET', path: CONFIG_MAPS })
  expect(
    list.items.map((item: { metadata: { name: string }; data: object }) => [item.metadata.name, item.data]),
  ).toEqual([['kept', { a: 'b' }]])
})

describe('bodies', () => {
  test('of random bytes are a 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async bytes => {
        expect((await send('POST', CONFIG_MAPS, bytes)).code).toBe(400)
      }),
      { numRuns: 200 },
    )
  })

  test('of random JSON are no server error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => {
        const { code } = await send('POST', CONFIG_MAPS, JSON.stringify({ metadata: value, data: value }))
        expect([400, 422]).toContain(code)
      }),
      { numRuns: 200 },
    )
  })

  test('larger than 3 MiB are a 413, told ahead or not', async () => {
    const body = JSON.stringify({ metadata: { name: 'large' }, data: { a: 'x'.repeat(3 * 1024 * 1024) } })
    expect((await send('POST', CONFIG_MAPS, body)).code).toBe(413)
    const stream = new Blob([body]).stream()
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit
    const outcome = await fetch(cluster.url + CONFIG_MAPS, init).then(
      answer => answer.status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(outcome)
  })

  test.each(['[', '{"a":'])('that nest without end are a 400: %s', async bracket => {
    const closing = bracket === '[' ? ']' : '}'
    const depth = 200_000
    const deep = `{"data":${bracket.repeat(depth)}1${closing.repeat(depth)}}`
    const { code, text } = await send('POST', CONFIG_MAPS, deep)
    expect([code, text]).toEqual([400, expect.stringContaining('exceeded max depth')])
  })

  test.each([
    ['full of escapes', `{"data":{"a":"${'\\"'.repeat(700_000)}"},"metadata":{}}`],
    ['full of fields', `{"data":{${Array.from({ length: 100_000 }, (_, i) => `"f${i}":"x"`).join()}},"metadata":{}}`],
  ])('that are long and %s are answered', async (_, body) => {
    expect((await send('POST', CONFIG_MAPS, body)).code).toBe(422)
  })

  test('that reach for prototypes are refused and change none', async () => {
    for (const body of [
      '{"metadata":{"name":"p"},"__proto__":{"polluted":1}}',
      '{"data":{"__proto__":{"polluted":1}},"metadata":{"name":"p"}}',
    ]) {
      expect((await send('POST', CONFIG_MAPS, body)).code).toBe(400)
      expect((await send('PATCH', `${CONFIG_MAPS}/kept`, body, 'application/merge-patch+json')).code).toBe(400)
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('patches', () => {
  const types = [
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
    'application/apply-patch+yaml',
  ]

  test.each(types)('of random JSON as %s are client errors or change nothing', async type => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async value => {
        const { code, text } = await send(
          'PATCH',
          `${CONFIG_MAPS}/kept?dryRun=All&fieldManager=x`,
          JSON.stringify(value),
          type,
        )
        expect([code < 500, text]).toEqual([true, text])
      }),
      { numRuns: 200 },
    )
  })

  test('of random operations are client errors or change nothing', async () => {
    const path = fc.constantFrom(
      '',
      '/',
      '/data',
      '/data/a',
      '/metadata',
      '/metadata/name',
      '/data/-',
      '/~',
      '/__proto__/x',
      '/constructor/prototype/x',
    )
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'none'),
        path,
        from: path,
        value: fc.jsonValue(),
      },
      { requiredKeys: ['op'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 4 }), async operations => {
        const { code, text } = await send(
          'PATCH',
          `${CONFIG_MAPS}/kept?dryRun=All`,
          JSON.stringify(operations),
          types[0],
        )
        expect([code < 500, text]).toEqual([true, text])
      }),
      { numRuns: 200 },
    )
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

test('paths and queries of any shape are client errors or answers', async () => {
  const part = fc.constantFrom(
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'default',
    'pods',
    'configmaps',
    'kept',
    'status',
    'scale',
    'watch',
    '%',
    '%ff',
    '..',
    '',
    'é',
    'openapi',
    'v3',
  )
  const parameter = fc.tuple(
    fc.constantFrom(
      'limit',
      'continue',
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'resourceVersionMatch',
      'includeObject',
    ),
    fc.string(),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(part), fc.array(parameter), async (parts, parameters) => {
      const { code, text } = await send('GET', `/${parts.join('/')}?${new URLSearchParams(parameters)}`)
      // A resourceVersion that is no number or in the future is a server error on a real server too.
      const isAnswered = code < 500 || /ParseUint|Too large|does not exist|not served/.test(text)
      expect([isAnswered, text]).toEqual([true, text])
    }),
    { numRuns: 300 },
  )
})

test('a page that reaches loopback under a name of its own is refused', async () => {
  const ask = (host: string) =>
    new Promise(resolve =>
      get({ port: cluster.port, path: CONFIG_MAPS, headers: { host } }, answer => resolve(answer.resume().statusCode)),
    )
  expect(await ask('evil.example:80')).toBe(403)
  expect(await ask(`localhost:${cluster.port}`)).toBe(200)
})

test('what is no HTTP is cut off, and nobody else notices', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async bytes => {
      const socket = connect(cluster.port, '127.0.0.1')
      await new Promise(resolve => socket.end(bytes, () => resolve(undefined)))
      socket.resume()
      await new Promise(resolve => socket.once('close', resolve))
    }),
    { numRuns: 50 },
  )
  expect((await send('GET', '/readyz')).text).toBe('ok')
})
