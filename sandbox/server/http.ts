import * as http from 'node:http'
import type { Socket } from 'node:net'
import { ApiError } from '../api.ts'
import { ConnectionBroken } from '../fault/faulty-sink.ts'
import type { Answer, Stream } from './call.ts'
import { failure } from './errors.ts'
import type { Frontend } from './frontend.ts'
import { bodyOf, checkHost, headersOf } from './http-request.ts'
import { send } from './http-response.ts'
import { HttpWatch } from './http-watch.ts'

/** The frontend on a port of the loopback interface. */
export class HttpServer {
  private readonly frontend: Frontend
  private readonly server: http.Server
  private readonly sockets = new Set<Socket>()

  constructor(frontend: Frontend) {
    this.frontend = frontend
    this.server = http.createServer(
      { keepAliveTimeout: 60_000 },
      (request, response) => void this.serve(request, response),
    )
    this.server.on('connection', socket => {
      socket.setNoDelay(true)
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    })
  }

  /** Answers the port; 0 asks for a free one. Throws when the port is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Error(`port ${port} of 127.0.0.1 can not be had (${error.code}): choose another one`)),
      )
      this.server.listen(port, '127.0.0.1', () => {
        const address = this.server.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  /** Breaks every connection: clients have to notice, as when a server dies. */
  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { load } = this.frontend
    load.requestBegins()
    const closed = new Promise<void>(resolve => response.once('close', resolve))
    try {
      await this.reply(request, response)
    } catch (error) {
      if (!(error instanceof ConnectionBroken)) console.error(error)
      request.socket.destroy()
    }
    // Its client may be gone long before it is through.
    await closed
    load.requestEnds()
  }

  private async reply(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const warnings: string[] = []
    const answer = await this.answer(request, warnings)
    if (response.destroyed) return
    if ('stream' in answer) this.openWatch(answer.stream, response)
    else await send(request, response, answer, warnings)
  }

  private async answer(request: http.IncomingMessage, warnings: string[]): Promise<Answer> {
    try {
      checkHost(request)
      const url = urlOf(request)
      const body = await bodyOf(request)
      return await this.frontend.serve(
        this.frontend.call(request.method ?? 'GET', url, headersOf(request), body, warnings),
      )
    } catch (error) {
      if (error instanceof ApiError) return { code: error.code, object: error.status }
      throw error
    }
  }

  private openWatch(stream: Stream, response: http.ServerResponse): void {
    // The watch goes on for long; from here on only its events count as under way.
    this.frontend.load.requestEnds()
    const watch = new HttpWatch(response, this.frontend.load)
    const stop = stream.open(watch)
    response.once('close', () => {
      this.frontend.load.requestBegins()
      stop()
      watch.closed()
    })
  }
}

function urlOf(request: http.IncomingMessage): URL {
  try {
    return new URL(`http://localhost${request.url ?? '/'}`)
  } catch {
    throw failure(400, 'BadRequest', `the request's path is no URL path: ${request.url}`)
  }
}
