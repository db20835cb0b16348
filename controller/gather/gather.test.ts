import { afterEach, describe, expect, test } from 'vitest'
import type { Rollout } from '../../core/api/types.ts'
import { HAND_BACK } from '../../core/keys.ts'
import type { Needs, World } from '../../core/world.ts'
import { createCaches } from '../cache/caches.ts'
import { projectReplicaSet } from '../cache/project.ts'
import { realClock } from '../clock.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import type { Freshness } from '../workload/resolver.ts'
import { type GatherOptions, gatherWorld } from './gather.ts'
import { Templates } from './templates.ts'

let server: ScriptedServer
afterEach(() => server.close())

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'web:1' }] } }
const set = (name: string, owner: string | undefined, created: string, labels: object = { app: 'web' }) => ({
  metadata: {
    ...{
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: created,
      labels,
    },
    ...(owner
      ? { ownerReferences: [{ apiVersion: 'v', kind: 'Rollout', name: 'x', uid: owner, controller: true }] }
      : {}),
  },
  spec: { replicas: 1, template },
})

/** The world of `web`, whose decision needs what the test says. */
async function gathering(needs: (world: World) => Needs, ...script: Answer[]) {
  return (await given(needs, {}, ...script)).gather
}

interface Given {
  readonly subject?: Rollout
  readonly autoscalers?: GatherOptions['autoscalers']
  readonly crowd?: NonNullable<GatherOptions['crowd']>
  readonly observations?: World['observations']
}

async function given(
  needs: (world: World) => Needs,
  { subject = rollout(), observations = [], ...known }: Given,
  ...script: Answer[]
) {
  server = await scriptedServer(...script, failure(404, 'NotFound'))
  const client = await server.client()
  const caches = createCaches({ client, clock: realClock, log: silent, instanceId: '' })
  const sets = [
    set('web-2', 'uid-web', '2026-01-02T00:00:00Z'),
    set('web-1', 'uid-web', '2026-01-01T00:00:00Z'),
    set('orphan', undefined, '2026-01-03T00:00:00Z'),
    set('stranger', undefined, '2026-01-03T00:00:00Z', { app: 'api' }),
    set('other', 'uid-other', '2026-01-01T00:00:00Z'),
  ]
  for (const object of sets) caches.replicaSets.set(`shop/${object.metadata.name}`, projectReplicaSet(object))
  const templates = new Templates(client)
  const looks: Freshness[] = []
  const options = {
    caches,
    client,
    templates,
    needs,
    resolve: async (_: Rollout, freshness: Freshness) => {
      looks.push(freshness)
      return { state: 'inline' } as const
    },
    autoscalers: () => undefined,
    ...known,
  }
  return { looks, gather: () => gatherWorld(subject, observations, options) }
}

const nothing: Needs = { templates: [], pods: false, workload: false }
const names = (world: World) => world.replicaSets.map(({ name }) => name)

test('a world holds the owned ReplicaSets and the orphans that its selector matches, oldest first, without a request', async () => {
  const gather = await gathering(() => nothing)
  expect(names(await gather())).toEqual(['web-1', 'web-2', 'orphan'])
  expect(server.asked).toEqual([])
})

test('nobody who decides can change what the cache holds', async () => {
  const world = await (await gathering(() => nothing))()
  expect(() => Object.assign(world.replicaSets[0]!.labels, { app: 'x' })).toThrow(TypeError)
  expect(() => Object.assign(world.rollout.spec, { paused: true })).toThrow(TypeError)
})

test('templates are fetched when they have to be compared, once', async () => {
  const needs = (world: World) => ({
    templates: names(world).filter(name => name === 'web-1'),
    pods: false,
    workload: false,
  })
  const gather = await gathering(needs, json(set('web-1', 'uid-web', '2026-01-01T00:00:00Z')))
  for (let pass = 0; pass < 2; pass += 1) {
    const world = await gather()
    expect(world.replicaSets[0]?.template).toEqual(template)
    expect(world.replicaSets[1]?.template).toBeUndefined()
  }
  expect(server.asked).toEqual(['GET /apis/apps/v1/namespaces/shop/replicasets/web-1'])
})

test('a ReplicaSet that has gone when its template is asked for is no part of the world', async () => {
  const needs = (world: World) => ({
    templates: names(world).filter(name => name === 'web-1'),
    pods: false,
    workload: false,
  })
  expect(names(await (await gathering(needs))())).toEqual(['web-2', 'orphan'])
})

test('pods are listed by the selector and kept when they belong to these ReplicaSets', async () => {
  const pod = (name: string, owner: string, ready: string) => ({
    metadata: { name, uid: name, resourceVersion: '1', ownerReferences: [{ uid: owner, controller: true }] },
    status: { conditions: [{ type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T00:00:05Z' }] },
  })
  const items = [pod('a', 'uid-web-1', 'True'), pod('b', 'uid-web-2', 'False'), pod('c', 'uid-other', 'True')]
  const gather = await gathering(() => ({ templates: [], pods: true, workload: false }), json({ items }))
  expect((await gather()).pods).toMatchObject([
    { name: 'a', ready: true, readySince: '2026-01-01T00:00:05Z' },
    { name: 'b', ready: false },
  ])
  expect(server.asked).toEqual(['GET /api/v1/namespaces/shop/pods?labelSelector=app%3Dweb'])
})

test('the workload is looked at once more when its pods decide something', async () => {
  const { looks, gather } = await given(() => ({ ...nothing, workload: true }), {})
  await gather()
  expect(looks).toEqual(['generation', 'counts'])
})

describe('autoscalers', () => {
  const autoscalers = () => [{ name: 'web', target: 'rollout', isAble: true } as const]
  const referring = (scaleDown?: string, metadata: object = {}) =>
    rollout({
      metadata,
      spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown } },
    })

  test.each([
    ['onsuccess', referring('onsuccess')],
    ['progressively', referring('progressively')],
    ['a finalizer of ours', referring(undefined, { finalizers: [HAND_BACK] })],
  ])('are part of the world of a Rollout with %s', async (_, subject) => {
    const { gather } = await given(() => nothing, { subject, autoscalers })
    expect((await gather()).autoscalers).toHaveLength(1)
  })

  test('are nobody’s business else', async () => {
    const { gather } = await given(() => nothing, { subject: referring('never'), autoscalers })
    expect(await gather()).not.toHaveProperty('autoscalers')
  })

  test('that are not known are not none', async () => {
    const { gather } = await given(() => nothing, { subject: referring('onsuccess') })
    expect(await gather()).not.toHaveProperty('autoscalers')
  })
})

test('a decision that never has enough is stopped', async () => {
  let more = 0
  const gather = await gathering(() => ({ templates: [`never-${more++}`], pods: false, workload: false }))
  await expect(gather()).rejects.toThrow(/keeps asking for more/)
})

test('a crowd is nothing to a Rollout whose effect has failed: it says so at once', async () => {
  const none = () => ({ templates: [], pods: false, workload: false })
  const failed = { of: 'effect', at: 0, failed: 'Forbidden', intent: 'ReplicaSet/web-1', message: 'no' } as const
  const crowd = () => 'arriving' as const
  const { gather } = await given(none, { crowd })
  expect((await gather()).crowd).toBe('arriving')
  await server.close()
  const other = await given(none, { crowd, observations: [failed] })
  expect((await other.gather()).crowd).toBeUndefined()
})
