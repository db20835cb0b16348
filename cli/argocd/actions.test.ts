import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

interface Request {
  readonly method: string
  readonly path: string
  readonly contentType: string | undefined
  readonly body: unknown
}

let server: Server
let url: string
let requests: Request[]
/** Answers by the end of the path: what Argo CD would say. */
let answers: Record<string, { status?: number; body: unknown }>

const resource = (kind: string, name: string, apiVersion = 'argoproj.io/v1alpha1') => ({
  liveState: JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'demo' } }),
})

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = new URL(request.url!, 'http://x').pathname
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push({
      method: request.method!,
      path: request.url!,
      contentType: request.headers['content-type'],
      body: text && JSON.parse(text),
    })
    const key = `${request.method} ${path.replace('/api/v1/applications/', '')}`
    const { status = 200, body } = answers[key] ?? { status: 404, body: 'Not Found\n' }
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  requests = []
  answers = {
    'GET demo': { body: { metadata: { namespace: 'argocd' }, spec: { project: 'default' } } },
    'GET demo/managed-resources': {
      body: {
        items: [
          resource('Rollout', 'web'),
          resource('Rollout', 'shop'),
          resource('Service', 'web', 'v1'),
          { liveState: 'null' },
        ],
      },
    },
    'GET demo/resource/actions': { body: { actions: [{ name: 'resume' }, { name: 'retry', disabled: true }] } },
    'POST demo/resource/actions/v2': { body: {} },
    'POST demo/resource/actions': { body: {} },
  }
})

function slipway(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const main = join(import.meta.dirname, '../main.ts')
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [main, 'app', 'actions', args[0]!, '--server', url, ...args.slice(1)],
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}
const posts = () => requests.filter(({ method }) => method === 'POST')

describe('run', () => {
  test('sends the action as Argo CD’s CLI does, and says nothing', async () => {
    expect(await slipway('run', 'demo', 'resume', '--kind', 'Rollout', '--resource-name', 'web')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect(posts()).toEqual([
      {
        method: 'POST',
        path: '/api/v1/applications/demo/resource/actions/v2',
        contentType: 'application/json',
        body: {
          appNamespace: 'argocd',
          project: 'default',
          namespace: 'demo',
          resourceName: 'web',
          group: 'argoproj.io',
          version: 'v1alpha1',
          kind: 'Rollout',
          action: 'resume',
          resourceActionParameters: [],
        },
      },
    ])
  })

  test('falls back to the older call on a server without v2', async () => {
    delete answers['POST demo/resource/actions/v2']
    expect(await slipway('run', 'demo', 'resume', '--kind', 'Rollout', '--resource-name', 'web')).toMatchObject({
      code: 0,
    })
    expect(posts().at(-1)).toMatchObject({ body: 'resume', path: expect.stringContaining('resourceName=web') })
  })

  test('several matches need --all', async () => {
    const { code, stderr } = await slipway('run', 'demo', 'resume', '--kind', 'Rollout')
    expect([code, JSON.parse(stderr)]).toMatchObject([
      20,
      { level: 'fatal', msg: 'multiple resources match inputs, use the --all flag to patch multiple resources' },
    ])
    expect(posts()).toEqual([])
    expect(await slipway('run', 'demo', 'resume', '--kind', 'Rollout', '--all')).toMatchObject({ code: 0 })
    expect(posts()).toHaveLength(2)
  })

  test.each([
    ['no match', ['--kind', 'Rollout', '--resource-name', 'nosuch'], 'no matching resource found'],
    ['another group', ['--kind', 'Rollout', '--group', 'apps'], 'no matching resource found'],
  ])('%s is one JSON line on stderr and exit code 20', async (_, flags, msg) => {
    const { code, stdout, stderr } = await slipway('run', 'demo', 'resume', ...flags)
    expect([code, stdout]).toEqual([20, ''])
    expect(JSON.parse(stderr)).toEqual({ level: 'fatal', msg, time: expect.any(String) })
  })

  test('a refusal carries the gRPC code and Argo CD’s words', async () => {
    const message = 'error executing Lua resource action: cannot resume: the rollout is aborted; use retry'
    answers['POST demo/resource/actions/v2'] = { status: 500, body: { code: 2, error: message, message } }
    const { code, stderr } = await slipway('run', 'demo', 'resume', '--kind', 'Rollout', '--resource-name', 'web')
    expect([code, JSON.parse(stderr).msg]).toEqual([20, `rpc error: code = Unknown desc = ${message}`])
  })
})

test('a server that is not there is named, with the remedy', async () => {
  const { code, stderr } = await slipway('list', 'demo', '--server', 'http://127.0.0.1:1')
  expect(code).toBe(20)
  expect(JSON.parse(stderr).msg).toMatch(
    /^cannot reach Argo CD at http:\/\/127.0.0.1:1: .*; name another with --server$/,
  )
})

describe('list', () => {
  test('is a table of Argo CD’s columns', async () => {
    const { stdout } = await slipway('list', 'demo', '--kind', 'Rollout', '--resource-name', 'web')
    expect(stdout).toBe(
      'GROUP        KIND     NAME  ACTION  DISABLED\nargoproj.io  Rollout  web   resume  false\nargoproj.io  Rollout  web   retry   true\n',
    )
  })

  test('or JSON', async () => {
    const { stdout } = await slipway('list', 'demo', '--resource-name', 'shop', '-o', 'json')
    expect(JSON.parse(stdout)).toContainEqual({
      Group: 'argoproj.io',
      Kind: 'Rollout',
      Name: 'shop',
      Action: 'retry',
      Disabled: true,
    })
  })
})
