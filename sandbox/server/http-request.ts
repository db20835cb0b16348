import type { IncomingMessage } from 'node:http'
import { BODY_LIMIT, tooLarge } from './body.ts'
import { failure } from './errors.ts'

/** The body's bytes; none for an empty body. Throws 413 when there are more than the limit, without reading them all. */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  return size === 0 ? undefined : Buffer.concat(chunks)
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/i

/** Whoever reaches the port is the admin; a web page whose name was pointed at loopback must not be. Throws 403. */
export function checkHost({ headers }: IncomingMessage): void {
  if (headers.host === undefined || LOOPBACK.test(headers.host)) return
  const message = `the sandbox answers on loopback alone, not as ${headers.host}: use http://127.0.0.1`
  throw failure(403, 'Forbidden', message, {})
}

/** Headers by lower-case name; repeated ones joined by a comma. */
export function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(', ')]))
}
