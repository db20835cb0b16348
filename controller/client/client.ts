/**
 * The one way to the API server: raw JSON both ways, so that no field is lost, over one agent for the process.
 * Authenticates anew after a 401, and counts everything.
 */
import type { IncomingMessage } from 'node:http'
import { type Clock, realClock } from '../clock.ts'
import { RequestCounts } from './counts.ts'
import { Credentials, type KubeconfigOptions, type Session } from './credentials.ts'
import { acceptProtobuf, isProtobuf, readStatus } from './envelope.ts'
import { apiError, isCode } from './error.ts'
import { loadKubeconfig } from './kubeconfig.ts'
import { type Limiter, tokenBucket, unlimited } from './limiter.ts'
import type { KubeObject } from './object.ts'
import { type Answer, bytesOf, exchange, textOf } from './transport.ts'
import { streamWatch, type WatchOptions } from './watch.ts'

export type { KubeObject } from './object.ts'

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** A patch names its kind here: `application/merge-patch+json`. */
  readonly contentType?: string
  readonly accept?: string
  readonly signal?: AbortSignal
  /** Goes ahead of everything that `qps` makes wait. */
  readonly isUrgent?: boolean
  /** Milliseconds until the answer has to be there. */
  readonly timeout?: number
}

/** An API server gives up after a minute and says so; from one that says nothing later than that no answer will come. */
const timeout = 70_000

export interface Client {
  /**
   * Resolves with the answer's object; throws ApiError for 400 and above, and the transport's error when no answer came. A busy
   * server's 429 is thrown too: who asked has better things to do meanwhile than to hold on, and comes back after `retryAfter`.
   */
  request<T = KubeObject>(request: ClientRequest): Promise<T>
  /** Streams a watch; resolves when the server ends it, throws when it is refused or breaks. */
  watch(path: string, options: WatchOptions): Promise<void>
  /** Requests under way, watches left out. */
  readonly inFlight: number
  readonly counts: RequestCounts
  /** Of the kubeconfig's context or the pod. */
  readonly namespace: string | undefined
  close(): void
}

export interface ClientOptions extends KubeconfigOptions {
  readonly clock?: Clock
  readonly userAgent?: string
  /** Requests a second and in a burst; absent: no limit of ours. */
  readonly qps?: number
  readonly burst?: number
}

export async function createClient(options: ClientOptions = {}): Promise<Client> {
  const clock = options.clock ?? realClock
  const credentials = new Credentials(await loadKubeconfig(options), clock)
  const limiter =
    options.qps === undefined ? unlimited : tokenBucket(clock, options.qps, options.burst ?? 2 * options.qps)
  return new HttpClient(credentials, clock, limiter, options.userAgent ?? 'slipway-controller')
}

interface Sent extends ClientRequest {
  readonly isWatch?: boolean
}

class HttpClient implements Client {
  readonly counts = new RequestCounts()
  inFlight = 0
  private readonly credentials: Credentials
  private readonly clock: Clock
  private readonly limiter: Limiter
  private readonly userAgent: string

  constructor(credentials: Credentials, clock: Clock, limiter: Limiter, userAgent: string) {
    this.credentials = credentials
    this.clock = clock
    this.limiter = limiter
    this.userAgent = userAgent
  }

  get namespace(): string | undefined {
    return this.credentials.namespace
  }

  async request<T>(request: ClientRequest): Promise<T> {
    this.inFlight += 1
    try {
      return JSON.parse(await textOf(await this.known(request))) as T
    } finally {
      this.inFlight -= 1
    }
  }

  async watch(path: string, options: WatchOptions): Promise<void> {
    const { signal, protobuf, accept = protobuf && acceptProtobuf } = options
    const body = await this.known({ method: 'GET', path, signal, isWatch: true, ...(accept ? { accept } : {}) })
    await streamWatch(body, this.clock, options)
  }

  close(): void {
    this.credentials.close()
  }

  /** Asks once more when the server no longer knows us: a token may have expired. */
  private async known(request: Sent): Promise<IncomingMessage> {
    try {
      return await this.open(request)
    } catch (error) {
      if (!isCode(error, 401)) throw error
      this.credentials.forget()
      return this.open(request)
    }
  }

  /** Sends and waits for the head of the answer; throws ApiError when that is an error. */
  private async open(request: Sent): Promise<IncomingMessage> {
    await this.limiter(request.isUrgent)
    const session = await this.credentials.current()
    const answer = await this.send(session, request)
    const code = answer.statusCode!
    this.counts.add(request.method, request.path, code)
    if (code < 400) return answer
    throw apiError(code, await errorText(answer), { wait: answer.headers['retry-after'], isResent: answer.isResent })
  }

  private async send(session: Session, request: Sent): Promise<Answer> {
    const { server } = this.credentials
    try {
      return await exchange({
        url: new URL(server.pathname.replace(/\/$/, '') + request.path, server),
        method: request.method,
        headers: this.headers(session, request),
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        agent: session.agent,
        signal: request.signal,
        limit: { clock: this.clock, timeout: request.timeout ?? timeout, isWatch: request.isWatch ?? false },
      })
    } catch (error) {
      this.counts.add(request.method, request.path, 0)
      throw error
    }
  }

  private headers(session: Session, request: ClientRequest): { [name: string]: string } {
    return {
      ...session.headers,
      accept: request.accept ?? 'application/json',
      'user-agent': this.userAgent,
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
    }
  }
}

/** The Status as JSON, in whichever form it came; what a proxy answered stays as it is. */
async function errorText(answer: IncomingMessage): Promise<string> {
  const bytes = await bytesOf(answer)
  return isProtobuf(answer.headers['content-type']) ? JSON.stringify(readStatus(bytes)) : bytes.toString()
}
