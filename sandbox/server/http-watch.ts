import type { ServerResponse } from 'node:http'
import type { KubeObject, WatchEvent } from '../api.ts'
import type { Sink } from './call.ts'
import type { Load } from './load.ts'
import { textOf } from './read/text.ts'

/** A client that reads slower than this many bytes behind is cut off, and has to start again. */
const BACKLOG = 64 * 1024 * 1024

/** A watch written to an HTTP response, one event a line. */
export class HttpWatch implements Sink {
  private readonly response: ServerResponse
  private readonly load: Load
  private unsent = 0

  constructor(response: ServerResponse, load: Load) {
    this.response = response
    this.load = load
    response.writeHead(200, { 'cache-control': 'no-cache, private', 'content-type': 'application/json' })
    response.flushHeaders()
  }

  send(event: WatchEvent): void {
    if (this.response.destroyed || this.response.writableEnded) return
    this.unsent++
    this.load.eventQueued()
    this.response.write(lineOf(event), () => this.sent())
    if (this.response.writableLength > BACKLOG) this.response.destroy()
  }

  end(error?: Error): void {
    if (error) this.response.destroy()
    else this.response.end()
  }

  /** The connection is gone, and with it what was not sent. */
  closed(): void {
    this.load.eventsDropped(this.unsent)
    this.unsent = 0
  }

  private sent(): void {
    if (this.unsent === 0) return
    this.unsent--
    this.load.eventSent()
  }
}

/** The line of the latest event: the watchers of one change get the same bytes one after the other. */
let latest: { readonly type: string; readonly object: KubeObject; readonly line: Buffer } | undefined

function lineOf({ type, object }: WatchEvent): Buffer {
  if (latest?.object !== object || latest.type !== type) {
    latest = { type, object, line: Buffer.from(`{"type":"${type}","object":${textOf(object)}}\n`) }
  }
  return latest.line
}
