/** Single objects of an application: reading, patching, their actions and their events. */

import { formatTime } from '../../../core/kube/time.ts'
import type { Json, KubeObject } from '../../api.ts'
import { listActions, runAction } from '../actions/actions.ts'
import type { Application } from '../application/application.ts'
import { controlNamespace } from '../application/definition.ts'
import { customizationOf } from '../customizations.ts'
import { groupOf, identityOf } from '../identity.ts'
import { CallError } from './answer.ts'
import { applicationOf, type Call, type ResourceQuery, resourceQuery } from './call.ts'
import type { Server } from './server.ts'

const find = (server: Server, call: Call): Application =>
  applicationOf(server.applications, call.part.name!, call.query.get('project'))

const queried = (server: Server, call: Call): Promise<KubeObject> => {
  const application = find(server, call)
  return server.live(
    application,
    resourceQuery(field => call.query.get(field)),
  )
}

const manifest = (object: KubeObject): Json => ({
  manifest: JSON.stringify(object.kind === 'Secret' ? masked(object) : object),
})

function masked(secret: KubeObject): KubeObject {
  const data = Object.fromEntries(Object.keys(secret.data ?? {}).map(key => [key, '++++++++']))
  return { ...secret, data }
}

export async function getResource(server: Server, call: Call): Promise<Json> {
  return manifest(await queried(server, call))
}

/** The body is a JSON string that holds the patch. */
export async function patchResource(server: Server, call: Call): Promise<Json> {
  const live = await queried(server, call)
  const patch = JSON.parse(textOf(call.body()))
  return manifest(await server.cluster.patch(identityOf(live), patch, 'argocd'))
}

export async function getActions(server: Server, call: Call): Promise<Json> {
  const live = await queried(server, call)
  const actions = listActions(live, customizationOf(server.customizations, groupOf(live), live.kind), server.now)
  return (actions.length ? { actions } : {}) as unknown as Json
}

export const getLinks = async (server: Server, call: Call): Promise<Json> => {
  await queried(server, call)
  return {}
}

/** The deprecated form: the object in the query, the action's name as a JSON string in the body. */
export function runActionV1(server: Server, call: Call): Promise<Json> {
  const name = textOf(call.body())
  const resource = resourceQuery(field => call.query.get(field))
  return run(server, find(server, call), resource, name, {})
}

interface RunRequest extends Record<string, unknown> {
  readonly action?: string
  readonly project?: string
  readonly resourceActionParameters?: readonly { readonly name: string; readonly value?: unknown }[]
}

export function runActionV2(server: Server, call: Call): Promise<Json> {
  const body = call.body() as RunRequest
  const parameters = parametersOf(body.resourceActionParameters ?? [])
  const application = applicationOf(server.applications, call.part.name!, body.project ?? null)
  const resource = resourceQuery(field => body[field] as string | undefined)
  return run(server, application, resource, body.action ?? '', parameters)
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)

function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  throw new CallError(3, `json: cannot unmarshal ${typeOf(body)} into Go value of type string`)
}

function parametersOf(list: NonNullable<RunRequest['resourceActionParameters']>): Record<string, string> {
  const field = 'ResourceActionParameters.resourceActionParameters.value'
  return Object.fromEntries(
    list.map(({ name, value }) => {
      if (value === undefined)
        throw new CallError(13, 'grpc: error while marshaling: proto: required field "value" not set')
      if (typeof value !== 'string')
        throw new CallError(3, `json: cannot unmarshal ${typeOf(value)} into Go struct field ${field} of type string`)
      return [name, value]
    }),
  )
}

async function run(
  server: Server,
  application: Application,
  query: ResourceQuery,
  name: string,
  parameters: Record<string, string>,
): Promise<Json> {
  const live = await server.live(application, query)
  const customization = customizationOf(server.customizations, query.group, query.kind)
  await runAction(name, live, customization, parameters, server.cluster)
  server.events.push(renderActionEvent(server, application, `${query.group}/${query.kind}/${query.name}`, name))
  return {}
}

function renderActionEvent(
  server: Server,
  { name, definition }: Application,
  resource: string,
  action: string,
): KubeObject {
  const at = formatTime(server.now)
  const unique = (server.now * 1000 + server.events.length).toString(16)
  const { server: destination, namespace } = definition.spec.destination
  return {
    metadata: {
      name: `${name}.${unique}`,
      namespace: controlNamespace,
      uid: `${unique}-${name}`,
      resourceVersion: String(server.now),
      creationTimestamp: at,
      annotations: { 'dest-namespace': namespace, 'dest-server': destination, user: 'Unknown user' },
    },
    involvedObject: { kind: 'Application', namespace: controlNamespace, name, apiVersion: 'argoproj.io/v1alpha1' },
    reason: 'ResourceActionRan',
    message: `Unknown user ran action ${action} on resource ${resource}`,
    source: { component: 'argocd-server' },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    type: 'Normal',
    eventTime: null,
  } as unknown as KubeObject
}

/** Of one object when `resourceUID` is given, else what the server noted of the application. */
export async function getEvents(server: Server, call: Call): Promise<Json> {
  const application = find(server, call)
  const uid = call.query.get('resourceUID')
  const items = uid
    ? await eventsOf(server, uid, call.query.get('resourceNamespace') ?? '')
    : server.events.filter(event => event.involvedObject.name === application.name)
  return { metadata: { resourceVersion: String(server.now) }, items: items as unknown as Json }
}

async function eventsOf(server: Server, uid: string, namespace: string): Promise<KubeObject[]> {
  const selector = `fieldSelector=${encodeURIComponent(`involvedObject.uid=${uid}`)}`
  const path = `/api/v1/namespaces/${namespace}/events?${selector}`
  const { items } = await server.cluster.api.request({ method: 'GET', path })
  return (items as KubeObject[]).map(renderEvent)
}

/** As Go writes it without a type: no managed fields, and nothing that is empty. */
function renderEvent({ apiVersion: _, kind: __, ...event }: KubeObject): KubeObject {
  const { managedFields: ___, ...metadata } = event.metadata
  const filled = Object.entries(event).filter(([, value]) => value !== '')
  return { ...Object.fromEntries(filled), metadata } as KubeObject
}
