import { createServer, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { messageOf } from '../client/error.ts'

/** Answers of one path: the whole text, or pieces of it that are sent as they come. */
export interface Page {
  readonly type: string
  readonly body: () => Promise<Iterable<string>>
  readonly status?: () => number
}

export interface HttpServer {
  readonly port: number
  close(): Promise<void>
}

/** Serves GET for the given paths. Port 0 takes a free one. */
export async function serve(
  address: string,
  port: number,
  pages: { readonly [path: string]: Page },
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const page = pages[(request.url ?? '').split('?')[0] ?? '']
    if (page) void answer(page, response)
    else response.writeHead(404).end('not found\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(new Error(`cannot listen on ${address}:${port}: ${error.message}`)))
    server.listen(port, address, resolve)
  })
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(page: Page, response: ServerResponse): Promise<void> {
  try {
    const body = await page.body()
    response.writeHead(page.status?.() ?? 200, { 'content-type': page.type })
    await pipeline(Readable.from(packed(body)), response)
  } catch (error) {
    // Who asked may have gone in the middle of it.
    if (!response.headersSent) response.writeHead(500).end(`${messageOf(error)}\n`)
  }
}

const packetSize = 64 * 1024

/** Pieces as packets: between two of them other work gets its turn, and only one of them is held in memory. */
function* packed(pieces: Iterable<string>): Iterable<string> {
  let packet = ''
  for (const piece of pieces) {
    packet += piece
    if (packet.length < packetSize) continue
    yield packet
    packet = ''
  }
  yield packet
}
