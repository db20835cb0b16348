import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type HttpServer, serve } from './server.ts'

let server: HttpServer
afterEach(() => server.close())

const serving = async (body: () => Promise<Iterable<string>>) => {
  server = await serve('127.0.0.1', 0, { '/page': { type: 'text/plain', body } })
}

async function ask(path = '/page'): Promise<IncomingMessage> {
  const [response] = await once(get({ host: '127.0.0.1', port: server.port, path }), 'response')
  return response as IncomingMessage
}

const textOf = async (response: IncomingMessage) => (await response.toArray()).join('')

const lines = Array.from({ length: 20_000 }, (_, n) => `rollout_info{name="web-${n}"} 1\n`)

test('a long page arrives whole, and others are answered meanwhile', async () => {
  await serving(async () => lines)
  const long = await ask()
  expect(await ask('/nowhere').then(({ statusCode }) => statusCode)).toBe(404)
  expect(await textOf(long)).toBe(lines.join(''))
})

test('a page that cannot be made is a 500 with its reason', async () => {
  await serving(() => Promise.reject(new Error('no figures')))
  const response = await ask()
  expect(response.statusCode).toBe(500)
  expect(await textOf(response)).toBe('no figures\n')
})

test('who leaves in the middle of a page disturbs nobody', async () => {
  await serving(async () => lines)
  const response = await ask()
  response.destroy()
  expect(await textOf(await ask())).toBe(lines.join(''))
})
