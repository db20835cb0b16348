/**
 * The same requests that were once sent to a real Argo CD 3.5.1, sent to the stand-in: status, headers, and the shape of every answer. What the
 * stand-in leaves out, or has beyond, is listed here by name; anything else fails.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { difference, type Exchange, exchanges, headersOf, recorded } from '../../test/argocd/exchange.ts'
import type { KubeObject } from '../api.ts'
import { StandIn } from './testing.ts'

const paused: KubeObject = JSON.parse(recorded('resource-rollout-paused').response.body.manifest)
const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/demo/rollouts'

/** Actions that fail in each of the ways that were recorded. */
const actions = {
  resume: 'obj.status.pauseConditions = nil; return obj',
  restart: 'obj.spec.restartAt = require("os").date("!%Y-%m-%dT%H:%M:%SZ"); return obj',
  refuse: 'error("cannot resume: nothing is paused", 0)',
  crash: 'return obj.no.here',
  slow: 'while true do end',
  unsupported: 'return {{ operation = "delete", resource = obj }}',
  empty: 'return {}',
  noop: 'return obj',
  probe: 'obj.metadata.annotations["example.org/probe"] = actionParams.weight; return obj',
}
const discovery = `return {
  resume = { disabled = true, displayName = "Resume (own)", iconClass = "fa fa-fw fa-play" },
  probe = { displayName = "Probe", iconClass = "fa fa-fw fa-bug", params = { { name = "weight", type = "number" }, { name = "note" } } },
  restart = { displayName = "Restart Pods" }, noop = {},
}`
const customizations = stringify({
  data: {
    'resource.customizations.actions.argoproj.io_Rollout': stringify({
      'discovery.lua': discovery,
      definitions: Object.entries(actions).map(([name, text]) => ({ name, 'action.lua': text })),
      mergeBuiltinActions: true,
    }),
    'resource.customizations.health.argoproj.io_Rollout':
      'return { status = "Suspended", message = obj.status and obj.status.message or "" }',
  },
})

let argo: StandIn
let uid: string

beforeAll(async () => {
  const { status, spec } = paused
  const web = {
    apiVersion: paused.apiVersion,
    kind: 'Rollout',
    metadata: { name: 'web', annotations: { 'rollout.argoproj.io/revision': '7' } },
    spec,
  }
  const shop = { ...web, metadata: { name: 'shop', annotations: { 'rollout.argoproj.io/revision': '2' } } }
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  }
  argo = await StandIn.start({
    files: { 'demo/app.yaml': [web, shop, service].map(object => stringify(object)).join('---\n') },
    namespace: 'demo',
    customizations,
    syncPolicy: { automated: {} },
  })
  uid = (await argo.patch(`${rollouts}/web/status`, { status })).metadata.uid
  await argo.patch(`${rollouts}/shop/status`, { status: { phase: 'Healthy' } })
  await createPods()
  await createEvent()
  await vi.waitUntil(async () => (await argo.json('/api/v1/applications/demo/resource-tree')).nodes.length === 5)
})
afterAll(() => argo.stop())

async function createPods(): Promise<void> {
  const owner = (apiVersion: string, kind: string, name: string, of: string) => ({
    ownerReferences: [{ apiVersion, kind, name, uid: of, controller: true }],
  })
  const labels = { app: 'web', 'rollouts-pod-template-hash': '7fc59bf64f' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'example.org/web:256179' }] } }
  const replicaSet = await argo.create('/apis/apps/v1/namespaces/demo/replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-7fc59bf64f',
      annotations: { 'rollout.argoproj.io/revision': '7' },
      ...owner(paused.apiVersion, 'Rollout', 'web', uid),
    },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  })
  await argo.create('/api/v1/namespaces/demo/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-7fc59bf64f-6qw4n',
      labels,
      ...owner('apps/v1', 'ReplicaSet', 'web-7fc59bf64f', replicaSet.metadata.uid),
    },
    spec: { nodeName: 'node-0', ...template.spec },
  })
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'web', ready: true, restartCount: 0, image: 'i', imageID: 'i' }],
  }
  await argo.patch('/api/v1/namespaces/demo/pods/web-7fc59bf64f-6qw4n/status', { status })
  await argo.create('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-0' } })
}

async function createEvent(): Promise<void> {
  const time = '2026-11-21T10:09:44Z'
  await argo.create('/api/v1/namespaces/demo/events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web.1', namespace: 'demo' },
    involvedObject: {
      kind: 'Rollout',
      namespace: 'demo',
      name: 'web',
      uid,
      apiVersion: paused.apiVersion,
      resourceVersion: '1',
    },
    reason: 'RolloutUpdated',
    message: 'Rollout updated to revision 1',
    source: { component: 'rollouts-controller' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: 'Normal',
    reportingComponent: 'rollouts-controller',
  })
}

/** The recorded path, with what differs by cluster put in. */
const send = ({ request }: Exchange): Promise<Response> =>
  argo.fetch(request.path.replace(/resourceUID=[^&]+/, `resourceUID=${uid}`), {
    method: request.method,
    headers: request.headers,
    ...(request.body !== undefined && { body: request.body }),
  })

describe('single answers', () => {
  test.each([
    ...exchanges('action-run'),
    ...exchanges('action-run-errors'),
    ...exchanges('misc').filter(
      ({ request }) => request.path !== '/api/version' && !request.path.includes('patchType'),
    ),
  ])('$why: $request.method', async exchange => {
    const answer = await send(exchange)
    const type = answer.headers.get('content-type')!
    const { status, headers, body } = exchange.response
    const text = await answer.text()
    expect([answer.status, headersOf(answer.headers)]).toEqual([status, headersOf(Object.entries(headers))])
    const said = type === 'application/json' ? JSON.parse(text) : text
    // The engines word a runtime error differently.
    if (exchange.why === 'a Lua runtime error')
      expect(said).toMatchObject({
        code: 2,
        message: expect.stringMatching(/^error executing Lua resource action: <string>:1: attempt to index/),
      })
    else expect(said).toEqual(body)
  })
})

describe('shapes', () => {
  const meta = ['-metadata.annotations', '-status.health.lastTransitionTime', '-status.summary.images']
  const application = [
    ...meta,
    '-status.sourceHydrator',
    '-status.operationState.syncResult.resources[].images',
    '+spec.syncPolicy',
    '+status.history[].initiatedBy.automated',
    '+status.operationState.operation.initiatedBy.automated',
  ]
  const tree = [
    '-hosts[].resourcesInfo',
    '-hosts[].systemInfo',
    '+hosts[].systemInfo',
    '-nodes[].networkingInfo.targetLabels.rollouts-pod-template-hash',
  ]
  test.each<[string, readonly string[]]>([
    ['app-paused', application],
    ['app-sync', [...application, '+status.resources[].health', '+status.operationState']],
    ['tree-paused', tree],
    ['managed-resources-rollout', []],
    ['resource-rollout-paused', []],
    ['actions-custom', []],
    ['events-rollout', []],
    ['events-application', ['-items[].involvedObject.uid', '-items[].involvedObject.resourceVersion']],
    ['settings', ['-resourceOverrides']],
  ])('%s', async (name, left) => {
    const exchange = recorded(name)
    const answer = await send(exchange)
    expect([answer.status, headersOf(answer.headers)]).toEqual([
      exchange.response.status,
      headersOf(Object.entries(exchange.response.headers)),
    ])
    expect(difference(exchange.response.body, await answer.json(), left)).toEqual([])
  })

  test('version', async () => {
    const real = exchanges('misc').find(({ why }) => why === 'version')!.response.body
    expect(difference(real, await argo.json('/api/version'), [])).toEqual([])
  })
})

describe('streams', () => {
  const firstOf = async (exchange: Exchange) => {
    const abort = new AbortController()
    const answer = await argo.fetch(exchange.request.path, { headers: exchange.request.headers, signal: abort.signal })
    const { value } = await answer.body!.getReader().read()
    abort.abort()
    return { headers: headersOf(answer.headers), text: new TextDecoder().decode(value) }
  }

  test.each(['stream-tree', 'stream-application'])(
    '%s: framed as recorded, three newlines after each message',
    async name => {
      const exchange = recorded(name)
      const { headers, text } = await firstOf(exchange)
      expect(headers).toEqual(headersOf(Object.entries(exchange.response.headers)))
      expect(text).toMatch(/^data: \{"result":.*\} \n\n\n$/s)
    },
  )

  test('without Accept: text/event-stream it is one JSON object a line', async () => {
    const exchange = recorded('stream-application-lines')
    const { headers, text } = await firstOf(exchange)
    expect(headers).toEqual(headersOf(Object.entries(exchange.response.headers)))
    expect(JSON.parse(text)).toMatchObject({ result: { type: 'ADDED', application: { metadata: { name: 'demo' } } } })
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('a change of the cluster is pushed', async () => {
    const answer = await argo.fetch('/api/v1/stream/applications/demo/resource-tree', {
      headers: { accept: 'text/event-stream' },
    })
    const reader = answer.body!.getReader()
    await reader.read()
    await argo.patch(`${rollouts}/shop`, { metadata: { annotations: { 'rollout.argoproj.io/revision': '3' } } })
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('Rev:3')
    await reader.cancel()
  })
})

test('/extensions.js wraps each file so that one that throws stops no other', async () => {
  const { response } = recorded('extensions-js')
  const answer = await argo.fetch('/extensions.js')
  expect([answer.status, headersOf(answer.headers)]).toEqual([200, headersOf(Object.entries(response.headers))])
  const lines = (await answer.text()).trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual(response.head)
  expect(lines.at(-1)).toBe(response.tail![0])
})

test('the page forbids frames of strangers and caches, as recorded', async () => {
  const { headers } = recorded('index-html').response
  const answer = await argo.fetch('/applications/argocd/demo')
  for (const name of ['content-type', 'content-security-policy', 'x-frame-options', 'cache-control'])
    expect(answer.headers.get(name)).toBe(headers[name])
})
