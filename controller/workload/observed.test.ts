import { afterEach, describe, expect, test } from 'vitest'
import type { Rollout } from '../../core/api/types.ts'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { createCaches, keyOf } from '../cache/caches.ts'
import { projectWorkload } from '../cache/project.ts'
import { silent } from '../log.ts'
import { failure, json, thing } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { deploymentKind, type RawWorkload } from './kinds.ts'
import { sayObserved } from './observed.ts'
import { WorkloadResolver } from './resolver.ts'
import { WorkloadWatches } from './watches.ts'

let server: ScriptedServer
afterEach(() => server.close())

const type = 'slipway.dev/RolloutObserved'
const reference = 'apps/v1/Deployment/shop/legacy'
const key = 'shop/legacy'

const saying = (message?: string) => ({
  conditions: message === undefined ? [] : [{ type, status: 'False', reason: 'RolloutProgressing', message }],
})
const deployment = (generation: number, message?: string, version = '5') => ({
  metadata: {
    ...thing('legacy', version).metadata,
    generation,
    managedFields: [{ fieldsV1: { 'f:status': { 'f:conditions': message && { [`k:{"type":"${type}"}`]: {} } } } }],
  },
  spec: { template: {} },
  status: saying(message),
})
const referring = (name: string, generation: string, metadata: object = {}) =>
  rollout({
    metadata: { name, uid: name, annotations: { 'rollout.argoproj.io/workload-generation': generation }, ...metadata },
    spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' } },
  })

interface Given {
  readonly seen: ReturnType<typeof deployment>
  /** What the last read of it brought; absent: nobody has read it. */
  readonly read?: ReturnType<typeof deployment>
  readonly rollouts?: readonly Rollout[]
  readonly script?: readonly Answer[]
}

async function given({ seen, read, rollouts = [], script = [] }: Given) {
  const bodies: unknown[] = []
  const record =
    (answer: Answer): Answer =>
    (request, response) => {
      if (request.body) bodies.push(JSON.parse(request.body))
      answer(request, response)
    }
  server = await scriptedServer(...[...script, failure(500, 'InternalError')].map(record))
  const client = await server.client()
  const clock = new VirtualClock()
  const caches = createCaches({ client, clock, log: silent, instanceId: '' })
  const watches = new WorkloadWatches({ client, clock, log: silent, onChange: () => {} })
  const resolver = new WorkloadResolver(client, watches)
  const store = new Map([[key, projectWorkload(seen as never)]])
  if (read) resolver.learn(deploymentKind, reference, read as unknown as RawWorkload)
  for (const each of rollouts) caches.rollouts.set(keyOf(each), each)
  const byName = () => ({ store }) as unknown as ReturnType<WorkloadWatches['byName']>
  const say = () => sayObserved(key, { client, clock, caches, resolver, watches: { byName }, mayWrite: () => {} })
  return { say, bodies, asked: server.asked }
}

describe('a generation is said to be known', () => {
  test('once it stands on the Rollout, by a patch of the status that means this Deployment alone', async () => {
    const { say, asked, bodies } = await given({
      seen: deployment(7),
      read: deployment(7),
      rollouts: [referring('web', '7')],
      script: [json(deployment(7, 'generation 7 is known to rollout web', '6'))],
    })
    expect(await say()).toEqual({ outcome: 'done' })
    expect(asked).toEqual(['PATCH /apis/apps/v1/namespaces/shop/deployments/legacy/status?fieldManager=slipway'])
    const times = { lastUpdateTime: expect.any(String), lastTransitionTime: expect.any(String) }
    const message = 'generation 7 is known to rollout web'
    const condition = { type, status: 'False', reason: 'RolloutProgressing', message, ...times }
    expect(bodies).toEqual([{ metadata: { uid: 'uid-legacy' }, status: { conditions: [condition] } }])

    await say()
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['Healthy', 'True', 'RolloutHealthy'],
    ['Paused', 'False', 'RolloutPaused'],
    ['Degraded', 'False', 'RolloutDegraded'],
  ] as const)('with how the Rollout fares that runs it: %s', async (phase, status, reason) => {
    const runs = { ...referring('web', '7'), status: { phase, workloadObservedGeneration: '7' } }
    const seen = deployment(7, 'generation 7 is known to rollout web')
    const { say, bodies } = await given({ seen, read: seen, rollouts: [runs], script: [json(seen)] })
    await say()
    expect(bodies).toMatchObject([{ status: { conditions: [{ status, reason }] } }])
  })

  test('as healthy only when all that refer to it run it', async () => {
    const healthy = { phase: 'Healthy', workloadObservedGeneration: '7' } as const
    const behind = { phase: 'Healthy', workloadObservedGeneration: '6' } as const
    const rollouts = [
      { ...referring('web', '7'), status: healthy },
      { ...referring('other', '7'), status: behind },
    ]
    const seen = deployment(7, 'generation 7 is known to rollout web')
    const { say, bodies } = await given({ seen, read: seen, rollouts })
    await say()
    expect(bodies).toEqual([])
  })

  test.each([
    ['before that', { seen: deployment(7), read: deployment(7), rollouts: [referring('web', '6')] }],
    [
      'before it stands on all that refer to it',
      { seen: deployment(7), read: deployment(7), rollouts: [referring('web', '7'), referring('other', '6')] },
    ],
    [
      'when it is said already, by whomever',
      {
        seen: deployment(7),
        read: deployment(7, 'generation 7 is known to rollout other'),
        rollouts: [referring('web', '7')],
      },
    ],
    ['before the Deployment was read', { seen: deployment(7), rollouts: [referring('web', '7')] }],
    ['when nobody refers to it and nothing was ever said', { seen: deployment(7) }],
  ])('but nothing is sent %s', async (_, state) => {
    const { say, asked } = await given(state)
    expect(await say()).toEqual({ outcome: 'done' })
    expect(asked).toEqual([])
  })

  test.each([failure(500, 'InternalError'), failure(409, 'Conflict')])(
    'and what failed is tried again',
    async answer => {
      const state = { seen: deployment(7), read: deployment(7), rollouts: [referring('web', '7')] }
      const { say } = await given({ ...state, script: [answer] })
      expect(await say()).toMatchObject({ outcome: 'retry' })
    },
  )
})

test('what may have been written, since the answer was lost, is read again before anything else is said', async () => {
  const lost: Answer = (_, response) => response.destroy()
  const before = deployment(7, 'generation 6 is known to rollout web')
  const { say, asked } = await given({
    seen: deployment(7),
    read: before,
    rollouts: [referring('web', '7')],
    script: [lost, json(deployment(7, 'generation 7 is known to rollout web', '6'))],
  })
  expect(await say()).toMatchObject({ outcome: 'retry' })
  expect(await say()).toEqual({ outcome: 'done' })
  expect(await say()).toEqual({ outcome: 'done' })
  expect(asked.slice(1)).toEqual(['GET /apis/apps/v1/namespaces/shop/deployments/legacy'])
})

describe('what is said is taken back', () => {
  const said = deployment(7, 'generation 7 is known to rollout web')

  test.each([
    ['has gone', [], failure(404, 'NotFound')],
    [
      'is being deleted',
      [referring('web', '7', { deletionTimestamp: 'now' })],
      json(referring('web', '7', { deletionTimestamp: 'now' })),
    ],
    ['refers to something else', [], json(rollout({ spec: {} }))],
  ])('when the Rollout %s', async (_, rollouts, live) => {
    const { say, asked, bodies } = await given({
      seen: said,
      rollouts,
      script: [json(said), live, json(deployment(7))],
    })
    expect(await say()).toEqual({ outcome: 'done' })
    expect(asked.slice(1)).toEqual([
      'GET /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web',
      'PATCH /apis/apps/v1/namespaces/shop/deployments/legacy/status?fieldManager=slipway',
    ])
    expect(bodies).toEqual([{ metadata: { uid: 'uid-legacy' }, status: { conditions: [{ type, $patch: 'delete' }] } }])
  })

  test('but not when the Rollout belongs to another instance', async () => {
    const { say, asked } = await given({ seen: said, script: [json(said), json(referring('web', '7'))] })
    expect(await say()).toEqual({ outcome: 'done' })
    expect(asked.filter(line => line.startsWith('PATCH'))).toEqual([])
  })
})
