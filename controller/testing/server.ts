/** An API server of a few lines for faults that a real one cannot be asked for: each test says what is answered, in order. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, type ClientOptions, createClient } from '../client/client.ts'

export type Answer = (request: IncomingMessage & { readonly body: string }, response: ServerResponse) => void

export interface ScriptedServer {
  readonly url: string
  /** `GET /path?query` of each request so far. */
  readonly asked: readonly string[]
  /** Resolves once this many requests have arrived. */
  arrived(count: number): Promise<void>
  client(options?: Partial<ClientOptions>): Promise<Client>
  close(): Promise<void>
}

/** Answers the n-th request with the n-th entry of the script, and all later ones with the last. */
export async function scriptedServer(...script: Answer[]): Promise<ScriptedServer> {
  const asked: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const clients: Client[] = []
  const server = createServer(async (request, response) => {
    const body = await readBody(request)
    const answer = script[Math.min(asked.length, script.length - 1)]!
    asked.push(`${request.method} ${request.url}`)
    answer(Object.assign(request, { body }), response)
    for (const waiter of waiting) if (asked.length >= waiter.count) waiter.resolve()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    arrived: count =>
      new Promise(resolve => {
        if (asked.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    client: async (options = {}) => {
      const client = await createClient({ server: url, token: 'secret', ...options })
      clients.push(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.close()
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
