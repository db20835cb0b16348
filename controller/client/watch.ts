import type { Readable } from 'node:stream'
import type { Clock } from '../clock.ts'
import { LineSplitter } from './lines.ts'
import type { KubeObject } from './object.ts'

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
}

/** Reads a watch's body to its end. */
export async function streamWatch(body: Readable, clock: Clock, options: WatchOptions): Promise<void> {
  const lines = new LineSplitter(text => options.onEvent(JSON.parse(text) as WatchEvent))
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
    for await (const chunk of body as AsyncIterable<Buffer>) {
      heard = clock.now()
      lines.push(chunk)
    }
  } finally {
    cancel()
  }
}
