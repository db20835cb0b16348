import type { Readable } from 'node:stream'
import { type Dispatcher, request } from 'undici'
import type { Target } from '../../cluster/target.ts'
import type { Json } from './client.ts'

export interface WatchEvent {
  readonly type: string
  readonly object: Json
}

/** A watch that is read event by event; what has been read is kept in `seen`. */
export class WatchStream {
  readonly seen: WatchEvent[] = []
  /** Of the answer that opened the watch; when it is not 200 the answer is `error`. */
  readonly status: number
  private readonly source: Readable
  private readonly lines: AsyncIterator<string>

  constructor(status: number, source: Readable) {
    this.status = status
    this.source = source.setEncoding('utf8')
    this.lines = linesOf(source)
  }

  /** The next event, or undefined when the server has ended the watch. */
  async next(): Promise<WatchEvent | undefined> {
    const { value, done } = await this.lines.next()
    if (done) return undefined
    const event = JSON.parse(value) as WatchEvent
    this.seen.push(event)
    return event
  }

  /** Reads until an event fits and answers it; a watch that ends before is an error. */
  async until(fits: (event: WatchEvent) => boolean): Promise<WatchEvent> {
    for (;;) {
      const event = await this.next()
      if (!event) throw new Error(`the watch ended; it had shown ${JSON.stringify(this.seen.map(described))}`)
      if (fits(event)) return event
    }
  }

  close(): void {
    this.source.destroy()
  }
}

/** Opens a watch; resolves when the server has answered its headers. */
export async function openWatch(
  target: Target,
  dispatcher: Dispatcher,
  path: string,
  more: Record<string, string>,
): Promise<WatchStream> {
  const headers = { authorization: `Bearer ${target.token}`, accept: 'application/json', ...more }
  const response = await request(target.url + path, { dispatcher, headers, bodyTimeout: 0 })
  response.body.on('error', () => {}) // closing a watch that is still open is no failure
  return new WatchStream(response.statusCode, response.body)
}

async function* linesOf(source: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of source) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    yield* lines.filter(line => line !== '')
  }
  if (rest) yield rest
}

const described = (event: WatchEvent) => `${event.type} ${event.object.metadata?.name ?? event.object.message}`
