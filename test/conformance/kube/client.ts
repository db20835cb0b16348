import { Agent, request } from 'undici'
import { afterAll } from 'vitest'
import { openTarget } from '../../cluster/open.ts'
import type { Target } from '../../cluster/target.ts'
import { openWatch, type WatchStream } from './stream.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind are read here, by the fields that a case knows
export type Json = any

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Json
}

export interface Options {
  readonly body?: unknown
  readonly contentType?: string
  readonly headers?: Record<string, string>
  readonly token?: string
}

export const MERGE = 'application/merge-patch+json'
export const JSON_PATCH = 'application/json-patch+json'
export const STRATEGIC = 'application/strategic-merge-patch+json'
export const APPLY = 'application/apply-patch+yaml'

/** A bare HTTP client: what a case sends is what goes over the wire, and an error answer is an answer. */
export class Kube {
  readonly target: Target
  private readonly agent: Agent
  private readonly streams: WatchStream[] = []
  private readonly endings: (() => Promise<unknown>)[] = []

  constructor(target: Target) {
    this.target = target
    this.agent = new Agent({ connect: target.authority ? { ca: target.authority } : {} })
  }

  async send(method: string, path: string, options: Options = {}): Promise<Answer> {
    const { body, contentType = 'application/json', headers, token = this.target.token } = options
    const response = await request(this.target.url + path, {
      method: method as 'GET',
      dispatcher: this.agent,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': contentType,
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    })
    const text = await response.body.text()
    return { status: response.statusCode, headers: response.headers, body: parsed(text) }
  }

  /** The body of a good answer; anything else is an error that says what was answered. */
  async ok(method: string, path: string, options: Options = {}): Promise<Json> {
    const answer = await this.send(method, path, options)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body?.message ?? answer.body}`)
  }

  get = (path: string) => this.ok('GET', path)
  create = (path: string, body: unknown) => this.ok('POST', path, { body })
  put = (path: string, body: unknown) => this.ok('PUT', path, { body })
  delete = (path: string, body?: unknown) => this.ok('DELETE', path, { body })
  merge = (path: string, body: unknown) => this.ok('PATCH', path, { body, contentType: MERGE })

  /** A watch that is surely open when this resolves. */
  async watch(path: string, headers: Record<string, string> = {}): Promise<WatchStream> {
    const stream = await openWatch(this.target, this.agent, path, headers)
    this.streams.push(stream)
    return stream
  }

  /** A fresh namespace; it is deleted when the file's cases are done. */
  async namespace(): Promise<string> {
    const made = await this.create('/api/v1/namespaces', { metadata: { generateName: 'conformance-' } })
    const { name } = made.metadata
    this.atEnd(() => this.send('DELETE', `/api/v1/namespaces/${name}`))
    return name
  }

  /** What to clear away when the file's cases are done, last thing first. */
  atEnd(end: () => Promise<unknown>): void {
    this.endings.push(end)
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.close()
    for (const end of this.endings.reverse()) await end()
    await this.agent.close()
    await this.target.close()
  }
}

/** For the top of a test file: the server under test, given back when the file is done. */
export async function openKube(): Promise<Kube> {
  const kube = new Kube(await openTarget())
  afterAll(() => kube.close())
  return kube
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
