/** Building blocks of a scripted answer. */
import type { ServerResponse } from 'node:http'
import type { KubeObject } from '../client/client.ts'
import type { Answer } from './server.ts'

export function json(body: unknown, code = 200, headers: { readonly [name: string]: string } = {}): Answer {
  return (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export function failure(code: number, reason: string, headers: { readonly [name: string]: string } = {}): Answer {
  return json(
    { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message: `${reason}!`, code },
    code,
    headers,
  )
}

/** Watch events, one a line; `then` ends the stream or leaves it open. */
export function stream(events: readonly unknown[], then: 'end' | 'open' | 'cut' = 'open'): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    for (const event of events) response.write(`${JSON.stringify(event)}\n`)
    finish(response, then)
  }
}

function finish(response: ServerResponse, then: 'end' | 'open' | 'cut'): void {
  if (then === 'end') response.end()
  if (then === 'cut') setImmediate(() => response.destroy())
}

export function thing(name: string, resourceVersion: string, fields: object = {}): KubeObject {
  return { metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion }, ...fields }
}

export const added = (object: KubeObject) => ({ type: 'ADDED', object })
export const modified = (object: KubeObject) => ({ type: 'MODIFIED', object })
export const deleted = (object: KubeObject) => ({ type: 'DELETED', object })
export const bookmark = (resourceVersion: string) => ({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } })
export const initialEnd = (resourceVersion: string) => ({
  type: 'BOOKMARK',
  object: { metadata: { resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } } },
})
export const tooOld = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } }
