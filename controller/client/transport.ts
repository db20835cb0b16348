/**
 * One HTTP exchange over the process's agent. node:http and not undici: its parser is native, undici's is a WebAssembly module that
 * costs 16 MB of memory, as much as the Rollouts and ReplicaSets of 1,000 releases.
 */
import type { Agent, ClientRequest as HttpRequest, IncomingMessage } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { Clock } from '../clock.ts'

export interface Exchange {
  readonly url: URL
  readonly method: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string | undefined
  readonly agent: Agent
  readonly signal: AbortSignal | undefined
  /** Absent: however long it takes. */
  readonly limit?: Limit
}

export interface Limit {
  readonly clock: Clock
  /** Milliseconds until the answer has to be complete; that of a watch only has to begin by then. */
  readonly timeout: number
  readonly isWatch: boolean
}

export interface Answer extends IncomingMessage {
  /** Asked for twice: the connection broke the first time. */
  readonly isResent?: boolean
}

/** Resolves with the head of the answer, its body still to be read. */
export async function exchange(request: Exchange): Promise<Answer> {
  try {
    return await send(request)
  } catch (error) {
    // The server has closed an idle connection while we took it: nothing was done, but for the odd case that an error tells of.
    if (error instanceof LostConnection) return Object.assign(await send(request), { isResent: true })
    throw error
  }
}

class LostConnection extends Error {}

function send({ url, method, headers, body, agent, signal, limit }: Exchange): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request(
      url,
      { method, agent, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) },
      resolve,
    )
    sent.on('error', error => reject(isLost(sent, error) ? new LostConnection(error.message) : error))
    if (limit) giveUpLate(sent, agent, limit)
    sent.end(body)
  })
}

/** A connection that a firewall or a lost node has silently dropped says nothing for a quarter of an hour; nor do the idle ones beside it. */
function giveUpLate(sent: HttpRequest, agent: Agent, { clock, isWatch, timeout }: Limit): void {
  let answered: IncomingMessage | undefined
  const cancel = clock.at(clock.now() + timeout, () => {
    const late = answered ?? sent
    late.destroy(new Error(`no answer within ${timeout / 1000} s`))
    for (const idle of Object.values(agent.freeSockets).flat()) idle?.destroy()
  })
  sent.once('response', answer => {
    answered = answer
    if (isWatch) cancel()
  })
  sent.once('close', cancel)
}

function isLost(sent: HttpRequest, error: Error & { readonly code?: string }): boolean {
  return sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

export async function bytesOf(body: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export async function textOf(body: IncomingMessage): Promise<string> {
  return (await bytesOf(body)).toString()
}
