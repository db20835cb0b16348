import type { Api, KubeObject, Request, WatchEvent } from '../api.ts'
import { freeze } from '../store/freeze.ts'
import type { Answer, Call, Sink } from './call.ts'
import { failure } from './errors.ts'
import type { Frontend } from './frontend.ts'

/** The server called in its own process: no socket, no serialisation; the objects that it answers are frozen. */
export class LocalApi implements Api {
  private readonly frontend: Frontend
  private readonly userAgent: string

  /** `userAgent` names the field manager of what is written, as over HTTP. */
  constructor(frontend: Frontend, userAgent: string) {
    this.frontend = frontend
    this.userAgent = userAgent
  }

  async request({ method, path, body, contentType }: Request): Promise<KubeObject> {
    const { load } = this.frontend
    load.requestBegins()
    try {
      const answer = await this.frontend.serve(this.call(method, path, body, contentType))
      return objectOf(answer)
    } finally {
      load.requestEnds()
    }
  }

  watch(path: string, event: (event: WatchEvent) => void, ended: (error?: Error) => void): () => void {
    const sink = new LocalSink(this.frontend, event, ended)
    void this.open(path, sink)
    return () => sink.stop()
  }

  private async open(path: string, sink: LocalSink): Promise<void> {
    const { load } = this.frontend
    load.requestBegins()
    try {
      const answer = await this.frontend.serve(this.call('GET', path))
      if (!('stream' in answer))
        throw new Error(`${path} is no watch, but ${objectOf(answer).kind}: it needs ?watch=true`)
      sink.opened(answer.stream.open(sink))
    } catch (error) {
      sink.end(error as Error)
    } finally {
      load.requestEnds()
    }
  }

  private call(method: string, path: string, json?: unknown, contentType = 'application/json'): Call {
    const headers = { 'user-agent': this.userAgent, 'content-type': contentType, accept: 'application/json' }
    const body = json === undefined ? undefined : { json }
    return this.frontend.call(method, new URL(path, 'http://localhost'), headers, body, [])
  }
}

function objectOf(answer: Answer): KubeObject {
  if ('object' in answer) return freeze(answer.object)
  if (!('text' in answer)) throw new Error('a watch answers no object')
  if (answer.code >= 400) throw failure(answer.code, 'NotFound', answer.text.trim())
  if (answer.contentType.startsWith('application/json')) return freeze(JSON.parse(answer.text))
  throw new Error(`this path answers no object, but the text ${answer.text}`)
}

/** Delivers events one by one, each in a turn of its own, so that a listener never runs inside of the write that caused it. */
class LocalSink implements Sink {
  private readonly frontend: Frontend
  private readonly event: (event: WatchEvent) => void
  private readonly ended: (error?: Error) => void
  private cleanup = () => {}
  private isOver = false

  constructor(frontend: Frontend, event: (event: WatchEvent) => void, ended: (error?: Error) => void) {
    this.frontend = frontend
    this.event = event
    this.ended = ended
  }

  opened(cleanup: () => void): void {
    this.cleanup = cleanup
    if (this.isOver) cleanup()
  }

  send(event: WatchEvent): void {
    const { load } = this.frontend
    load.eventQueued()
    queueMicrotask(() => {
      load.eventSent()
      if (!this.isOver) this.event(event)
    })
  }

  end(error?: Error): void {
    queueMicrotask(() => {
      if (this.isOver) return
      this.stop()
      this.ended(error)
    })
  }

  stop(): void {
    this.isOver = true
    this.cleanup()
  }
}
