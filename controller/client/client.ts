/**
 * The one way to the API server: raw JSON both ways, so that no field is lost, over one agent for the process.
 * Waits for the server when it says 429, authenticates anew after a 401, and counts everything.
 */
import type { IncomingMessage } from 'node:http'
import { type Clock, realClock, sleep } from '../clock.ts'
import { RequestCounts } from './counts.ts'
import { Credentials, type KubeconfigOptions, type Session } from './credentials.ts'
import { ApiError, apiError, isCode } from './error.ts'
import { loadKubeconfig } from './kubeconfig.ts'
import { type Limiter, tokenBucket, unlimited } from './limiter.ts'
import { exchange, textOf } from './transport.ts'
import { streamWatch, type WatchOptions } from './watch.ts'

/** An object of any kind, as it came from the wire. */
export interface KubeObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid: string
    readonly resourceVersion: string
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** A patch names its kind here: `application/merge-patch+json`. */
  readonly contentType?: string
  readonly accept?: string
  /** An eviction's 429 is an answer ("the budget does not allow it"), not a request for patience. */
  readonly throwOn429?: boolean
  readonly signal?: AbortSignal
}

export interface Client {
  /** Resolves with the answer's object; throws ApiError for 400 and above, and the transport's error when no answer came. */
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

/** After a 429 without Retry-After; the server's own default is a second as well. */
const defaultRetryAfter = 1
const patience = 10

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
      return await this.patiently(request, () => this.once<T>(request))
    } finally {
      this.inFlight -= 1
    }
  }

  async watch(path: string, options: WatchOptions): Promise<void> {
    const body = await this.patiently(options, () =>
      this.open({ method: 'GET', path, signal: options.signal, ...(options.accept ? { accept: options.accept } : {}) }),
    )
    await streamWatch(body, this.clock, options)
  }

  close(): void {
    this.credentials.close()
  }

  private async once<T>(request: ClientRequest): Promise<T> {
    return JSON.parse(await textOf(await this.open(request))) as T
  }

  /** Asks again when the server is busy (429) or no longer knows us (401, once). */
  private async patiently<T>(
    request: { readonly throwOn429?: boolean; readonly signal?: AbortSignal },
    ask: () => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask()
      } catch (error) {
        if (isCode(error, 401) && attempt === 1) this.credentials.forget()
        else if (!isCode(error, 429) || request.throwOn429 || attempt === patience) throw error
        else await sleep(this.clock, (error.retryAfter ?? defaultRetryAfter) * 1000, request.signal)
      }
    }
  }

  /** Sends and waits for the head of the answer; throws ApiError when that is an error. */
  private async open(request: ClientRequest): Promise<IncomingMessage> {
    await this.limiter()
    const session = await this.credentials.current()
    const answer = await this.send(session, request)
    const code = answer.statusCode!
    this.counts.add(request.method, request.path, code)
    if (code < 400) return answer
    throw apiError(code, await textOf(answer), answer.headers['retry-after'])
  }

  private async send(session: Session, request: ClientRequest): Promise<IncomingMessage> {
    const { server } = this.credentials
    try {
      return await exchange({
        url: new URL(server.pathname.replace(/\/$/, '') + request.path, server),
        method: request.method,
        headers: this.headers(session, request),
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        agent: session.agent,
        signal: request.signal,
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

export { ApiError }
