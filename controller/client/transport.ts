/**
 * One HTTP exchange over the process's agent. node:http and not undici: its parser is native, undici's is a WebAssembly module that
 * costs 16 MB of memory, as much as the Rollouts and ReplicaSets of 1,000 releases.
 */
import type { Agent, ClientRequest as HttpRequest, IncomingMessage } from 'node:http'
import http from 'node:http'
import https from 'node:https'

export interface Exchange {
  readonly url: URL
  readonly method: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string | undefined
  readonly agent: Agent
  readonly signal: AbortSignal | undefined
}

/** Resolves with the head of the answer, its body still to be read. */
export async function exchange(request: Exchange): Promise<IncomingMessage> {
  try {
    return await send(request)
  } catch (error) {
    // The server has closed an idle connection while we took it: nothing was done, and preconditions catch the odd case where it was.
    if (error instanceof LostConnection) return send(request)
    throw error
  }
}

class LostConnection extends Error {}

function send({ url, method, headers, body, agent, signal }: Exchange): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request(
      url,
      { method, agent, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) },
      resolve,
    )
    sent.on('error', error => reject(isLost(sent, error) ? new LostConnection(error.message) : error))
    sent.end(body)
  })
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
