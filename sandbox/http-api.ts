import { Agent, request as send } from 'undici'
import { type Api, ApiError, type KubeObject, type Request, type WatchEvent } from './api.ts'
import { lines } from './server/lines.ts'

export interface Server {
  /** `https://127.0.0.1:6443` */
  readonly server: string
  readonly token?: string
  /** PEM of whoever signed the server's certificate. */
  readonly ca?: string
  /** Take any certificate. */
  readonly insecure?: boolean
  /** The field manager of what is written. */
  readonly userAgent?: string
}

/** The API of any server over HTTP, so that the built-in controllers and pod life can run beside a bare real one. */
export class HttpApi implements Api {
  private readonly server: Server
  private readonly agent: Agent

  constructor(server: Server) {
    this.server = server
    const { ca, insecure } = server
    // A watch may be silent for as long as it likes.
    this.agent = new Agent({ bodyTimeout: 0, connect: { ...(ca && { ca }), rejectUnauthorized: !insecure } })
  }

  async request({ method, path, body, contentType = 'application/json' }: Request): Promise<KubeObject> {
    const answer = await send(this.server.server + path, {
      method,
      dispatcher: this.agent,
      headers: { ...this.headers(), 'content-type': contentType },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return objectOf(answer.statusCode, await answer.body.text())
  }

  watch(path: string, event: (event: WatchEvent) => void, ended: (error?: Error) => void): () => void {
    const abort = new AbortController()
    this.follow(path, abort.signal, event).then(
      () => !abort.signal.aborted && ended(),
      error => !abort.signal.aborted && ended(error),
    )
    return () => abort.abort()
  }

  /** Lets go of all connections; running watches end with an error. */
  close(): Promise<void> {
    return this.agent.destroy()
  }

  private async follow(path: string, signal: AbortSignal, event: (event: WatchEvent) => void): Promise<void> {
    const answer = await send(this.server.server + path, { dispatcher: this.agent, headers: this.headers(), signal })
    if (answer.statusCode >= 400) objectOf(answer.statusCode, await answer.body.text())
    for await (const line of lines(answer.body)) {
      if (signal.aborted) return
      event(JSON.parse(line) as WatchEvent)
    }
  }

  private headers(): Record<string, string> {
    const { token, userAgent = 'slipway-sandbox' } = this.server
    return { accept: 'application/json', 'user-agent': userAgent, ...(token && { authorization: `Bearer ${token}` }) }
  }
}

/** Throws ApiError for an error answer, also when a proxy in between has written it. */
function objectOf(code: number, text: string): KubeObject {
  const object = parsed(text)
  if (code < 400 && object) return object
  if (object?.kind === 'Status') throw new ApiError(object)
  const message = `the server answered ${code}: ${text.slice(0, 200)}`
  throw new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'Unknown',
    code,
  })
}

function parsed(text: string): KubeObject | undefined {
  try {
    return JSON.parse(text) as KubeObject
  } catch {
    return undefined
  }
}
