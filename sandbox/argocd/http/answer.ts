/** Answers in the forms of argocd-server: JSON through its gRPC gateway, gRPC errors as JSON, and plain text before the gateway. */
import type { ServerResponse } from 'node:http'
import type { Json } from '../../api.ts'

/** gRPC code to HTTP status. */
const statuses: Readonly<Record<number, number>> = { 2: 500, 3: 400, 5: 404, 7: 403, 9: 400, 13: 500 }

/** An error of a call, with its gRPC code: 2 unknown, 3 invalid argument, 5 not found, 7 permission denied, 9 failed precondition, 13
 * internal. */
export class CallError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export function answerJson(response: ServerResponse, body: Json | object): void {
  const headers = { 'Grpc-Metadata-Content-Type': 'application/grpc' }
  send(response, 200, { 'Content-Type': 'application/json', Vary: 'Accept-Encoding', ...headers }, JSON.stringify(body))
}

export function answerError(response: ServerResponse, code: number, message: string): void {
  const body = JSON.stringify({ error: message, code, message })
  send(response, statuses[code] ?? 500, { 'Content-Type': 'application/json', Vary: 'Accept-Encoding' }, body)
}

export function answerText(response: ServerResponse, status: 404 | 405 | 415, text: string): void {
  const vary = status === 415 ? {} : { Vary: 'Accept-Encoding' }
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', ...vary }
  send(response, status, headers, `${text}\n`)
}

export function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): void {
  response.writeHead(status, { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }).end(body)
}
