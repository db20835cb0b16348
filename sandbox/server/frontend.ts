import { authenticate } from '../auth/user.ts'
import type { Fault, Subject } from '../fault/fault.ts'
import type { Faults } from '../fault/faults.ts'
import { ConnectionBroken, FaultySink } from '../fault/faulty-sink.ts'
import { serveFaults } from '../fault/serve.ts'
import type { Answer, Call, Stream } from './call.ts'
import type { Cluster } from './cluster.ts'
import { failure, qualified } from './errors.ts'
import type { Load } from './load.ts'
import { verbOf } from './resource.ts'
import { serve } from './serve.ts'
import { targetOf } from './target.ts'

/** The server behind its faults: what every transport, over HTTP or in the process, hands its requests to. */
export class Frontend {
  readonly cluster: Cluster
  readonly faults: Faults
  readonly load: Load

  constructor(cluster: Cluster, faults: Faults, load: Load) {
    this.cluster = cluster
    this.faults = faults
    this.load = load
  }

  /** A call with its user. Throws 401 for a token that nobody has. */
  call(method: string, url: URL, headers: Call['headers'], body: Call['body'], warnings: string[]): Call {
    const user = authenticate(headers)
    return {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body,
      user,
      warnings,
    }
  }

  /** Throws ApiError for an error answer, ConnectionBroken when a fault says so. */
  async serve(call: Call): Promise<Answer> {
    if (call.path.startsWith('/sandbox/')) return serveFaults(this.cluster, this.faults, call)
    const subject = this.subjectOf(call)
    const fault = subject && this.faults.strike(subject)
    if (fault) await this.strike(fault)
    const answer = serve(this.cluster, call)
    if (fault?.effect === 'lost') throw new ConnectionBroken()
    return 'stream' in answer && subject ? { stream: this.faulty(answer.stream, subject) } : answer
  }

  private async strike(fault: Fault): Promise<void> {
    if (fault.effect === 'slow') await this.load.sleep(this.cluster.clock, 1000 * (fault.seconds ?? 0))
    if (fault.effect === 'reset') throw new ConnectionBroken()
    if (fault.effect === 'answer') throw answerOf(fault)
  }

  private faulty(stream: Stream, subject: Subject): Stream {
    return {
      open: sink => new FaultySink(sink, this.faults, subject, this.cluster.clock).open(faulty => stream.open(faulty)),
    }
  }

  /** What a fault may match; undefined for what is no resource's path. */
  private subjectOf(call: Call): Subject | undefined {
    const { target } = attempt(() => targetOf(call.path, this.cluster.kinds))
    if (!target) return undefined
    const { kind, namespace, name, subresource } = target
    const resource = subresource ? `${qualified(kind)}/${subresource}` : qualified(kind)
    return { verb: verbOf(call, target), resource, namespace, name, userAgent: call.headers['user-agent'] ?? '' }
  }
}

/** A path that points nowhere is refused later, with the server's answer. */
function attempt(find: () => ReturnType<typeof targetOf>): { target?: ReturnType<typeof targetOf> } {
  try {
    return { target: find() }
  } catch {
    return {}
  }
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

function answerOf({
  code = 500,
  message = 'this answer is a fault that was asked for',
  retryAfterSeconds,
}: Fault): Error {
  return failure(
    code,
    REASONS[code] ?? 'Unknown',
    message,
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  )
}
