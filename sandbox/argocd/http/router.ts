/** The part of Argo CD's REST API that its own UI, its CLI's actions and the extension use. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, type Json } from '../../api.ts'
import { ActionError } from '../actions/actions.ts'
import { settings, version } from './about.ts'
import { answerError, answerJson, answerText, CallError } from './answer.ts'
import * as applications from './applications.ts'
import { type Call, parseBody } from './call.ts'
import * as resources from './resources.ts'
import type { Server } from './server.ts'
import { streamApplications, streamTree } from './stream.ts'

type Handler = (server: Server, call: Call) => Json | Promise<Json>
type StreamHandler = (server: Server, call: Call, response: ServerResponse, events: boolean) => void

interface Route {
  readonly pattern: RegExp
  readonly handlers: Readonly<Record<string, Handler>>
}

const route = (path: string, handlers: Route['handlers']): Route => ({ pattern: patternOf(path), handlers })
const patternOf = (path: string) => new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
const app = '/api/v1/applications/{name}'

const routes: readonly Route[] = [
  route('/api/version', { GET: () => version }),
  route('/api/webhook', { POST: applications.receiveWebhook }),
  route('/api/v1/session/userinfo', { GET: () => ({}) }),
  route('/api/v1/settings', { GET: () => settings }),
  route('/api/v1/account/can-i/.+', { GET: () => ({ value: 'yes' }) }),
  route('/api/v1/applications', { GET: applications.listApplications }),
  route(app, { GET: applications.getApplication }),
  route(`${app}/sync`, { POST: applications.syncApplication }),
  route(`${app}/refresh`, { POST: applications.refreshApplication }),
  route(`${app}/resource-tree`, { GET: applications.getTree }),
  route(`${app}/managed-resources`, { GET: applications.getManagedResources }),
  route(`${app}/syncwindows`, { GET: applications.getSyncWindows }),
  route(`${app}/revisions/{revision}/metadata`, { GET: applications.getRevision }),
  route(`${app}/events`, { GET: resources.getEvents }),
  route(`${app}/resource`, { GET: resources.getResource, POST: resources.patchResource }),
  route(`${app}/resource/links`, { GET: resources.getLinks }),
  route(`${app}/resource/actions`, { GET: resources.getActions, POST: resources.runActionV1 }),
  route(`${app}/resource/actions/v2`, { POST: resources.runActionV2 }),
]

const streams: readonly { readonly pattern: RegExp; readonly handler: StreamHandler }[] = [
  { pattern: patternOf('/api/v1/stream/applications'), handler: streamApplications },
  { pattern: patternOf('/api/v1/stream/applications/{name}/resource-tree'), handler: streamTree },
]

/** Callers that no browser can be tricked into being: a webhook's sender, and curl. */
const unguarded = /^\/api\/webhook$|\/refresh$/

/** `path` begins with `/api/`. */
export async function answerApi(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://argocd')
  const method = request.method!
  if (method !== 'GET' && request.headers['content-type'] !== 'application/json' && !unguarded.test(pathname))
    return answerText(response, 415, 'Invalid content type')
  const text = method === 'GET' ? '' : await readText(request)
  const call = (part: Record<string, string> = {}): Call => ({
    method,
    query: searchParams,
    part: Object.fromEntries(Object.entries(part).map(([key, value]) => [key, decodeURIComponent(value)])),
    body: () => (text === '' ? undefined : parseBody(text)),
  })
  try {
    await dispatch(server, pathname, call, request, response)
  } catch (error) {
    answerFailure(response, error)
  }
}

async function dispatch(
  server: Server,
  path: string,
  callWith: (part?: Record<string, string>) => Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const streamed = streams.find(({ pattern }) => pattern.test(path))
  if (streamed) {
    const events = request.headers.accept?.includes('text/event-stream') ?? false
    return streamed.handler(server, callWith(path.match(streamed.pattern)!.groups), response, events)
  }
  const found = routes.find(({ pattern }) => pattern.test(path))
  if (!found) return answerText(response, 404, 'Not Found')
  const handler = found.handlers[request.method!]
  if (!handler) return answerText(response, 405, 'Method Not Allowed')
  answerJson(response, await handler(server, callWith(path.match(found.pattern)!.groups)))
}

/** gRPC codes of what the cluster answers: argocd-server passes its refusals on as they are. */
const clusterCodes: Readonly<Record<number, number>> = { 403: 7, 404: 5, 400: 3 }

function answerFailure(response: ServerResponse, error: unknown): void {
  const message = (error as Error).message
  if (error instanceof CallError || error instanceof ActionError) answerError(response, error.code, message)
  else if (error instanceof ApiError) answerError(response, clusterCodes[error.code] ?? 2, message)
  else answerError(response, 13, message)
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
