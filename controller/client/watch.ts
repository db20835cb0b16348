import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'
import type { Clock } from '../clock.ts'
import { isProtobuf, readWatchEvent } from './envelope.ts'
import { FrameSplitter } from './frames.ts'
import { LineSplitter } from './lines.ts'
import type { KubeObject } from './object.ts'
import type { Read } from './protobuf.ts'

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: KubeObject
}

export interface WatchOptions {
  /** Called for each event in order; when it throws, the watch ends with that error. */
  readonly onEvent: (event: WatchEvent) => void
  readonly signal: AbortSignal
  /** Milliseconds without a byte after which the connection counts as dead. */
  readonly idleTimeout: number
  readonly accept?: string
  /** Reads the object's protobuf form, which is then asked for. */
  readonly protobuf?: Read | undefined
}

/** Reads a watch's body to its end. */
export async function streamWatch(body: IncomingMessage, clock: Clock, options: WatchOptions): Promise<void> {
  const splitter = splitterOf(body, options)
  let heard = clock.now()
  let cancel = () => {}
  // One timer for a whole idle span, not one for each chunk: a busy watch brings thousands of chunks a second.
  const arm = (at: number) => {
    cancel = clock.at(at, () => {
      const due = heard + options.idleTimeout
      if (clock.now() < due) arm(due)
      else body.destroy(new Error(`watch: nothing heard for ${options.idleTimeout / 1000} s`))
    })
  }
  arm(heard + options.idleTimeout)
  try {
    // Not `for await`: its promises cost more than what they bring, a chunk for each object of a large cluster at start.
    body.on('data', (chunk: Buffer) => {
      heard = clock.now()
      try {
        splitter.push(chunk)
      } catch (error) {
        body.destroy(error as Error)
      }
    })
    await finished(body)
  } finally {
    cancel()
  }
}

function splitterOf({ headers }: IncomingMessage, { onEvent, protobuf }: WatchOptions): FrameSplitter | LineSplitter {
  return protobuf && isProtobuf(headers['content-type'])
    ? new FrameSplitter(bytes => onEvent(readWatchEvent(bytes, protobuf) as WatchEvent))
    : new LineSplitter(text => onEvent(JSON.parse(text) as WatchEvent))
}
