import { afterEach, describe, expect, test } from 'vitest'
import type { Decision } from '../../core/decision.ts'
import type { Intent } from '../../core/intent.ts'
import { HASH } from '../../core/keys.ts'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { Expectations } from '../expectations.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { decision, rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { applyDecision } from './apply.ts'

let server: ScriptedServer
afterEach(() => server.close())

const owner = (uid: string) => ({ ownerReferences: [{ uid, controller: true }] })
const set = { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' }
const create: Intent = {
  do: 'create',
  object: {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { namespace: 'shop', name: 'web-1', ...owner('uid-web') } as never,
  },
  because: 'new',
}
const scale: Intent = {
  do: 'patch',
  target: set,
  body: { spec: { replicas: 3 } },
  preconditions: { uid: 'u', resourceVersion: '7' },
  because: 'more',
}
const evict: Intent = {
  do: 'evict',
  pods: ['a', 'b', 'c'].map(name => ({
    target: { ...set, apiVersion: 'v1', kind: 'Pod', name },
    preconditions: { uid: `uid-${name}` },
  })),
  count: 1,
  because: 'restart',
}
const remove: Intent = { do: 'delete', target: set, preconditions: { uid: 'u' }, because: 'history' }
const event = (reason: string, after?: number) =>
  ({ type: 'Normal', reason, message: '', ...(after === undefined ? {} : { after }) }) as const

/** Plays the decision against a server that answers as scripted; tells how it went and what was sent. */
async function applied(given: Partial<Decision>, script: readonly Answer[], mayWrite = () => {}) {
  const bodies: unknown[] = []
  const recording = script.map(
    (answer): Answer =>
      (request, response) => {
        bodies.push(request.body ? JSON.parse(request.body) : undefined)
        answer(request, response)
      },
  )
  server = await scriptedServer(...recording, json({}))
  const clock = new VirtualClock()
  const told: string[] = []
  const expectations = new Expectations(clock, () => '0')
  const result = await applyDecision(rollout({ status: { phase: 'Healthy', replicas: 1 } }), decision(given), {
    client: await server.client(),
    clock,
    log: silent,
    expectations,
    mayWrite,
    tell: (_, { reason }) => told.push(reason),
    isGone: () => false,
  })
  return { result, told, bodies, asked: server.asked, waits: !expectations.isMet('shop/web') }
}

const stored = json({ metadata: { resourceVersion: '11' } })

describe('a decision is carried out', () => {
  test('with nothing sent when nothing differs', async () => {
    const { asked, result, told } = await applied(
      { status: { phase: 'Healthy', replicas: 1 } as never, events: [event('Done')] },
      [],
    )
    expect({ asked, result, told }).toEqual({ asked: [], result: { went: 'well' }, told: ['Done'] })
  })

  test('intents in order, then the difference of the status with the version that was decided on, then what is told', async () => {
    const given = {
      intents: [scale],
      status: { phase: 'Progressing' } as never,
      events: [event('Scaled', 0), event('Done')],
    }
    const { asked, bodies, told, waits } = await applied(given, [stored, stored])
    expect(asked.map(line => line.split('?')[0])).toEqual([
      'PATCH /apis/apps/v1/namespaces/shop/replicasets/web-1',
      'PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status',
    ])
    expect(bodies).toEqual([
      { metadata: { uid: 'u', resourceVersion: '7' }, spec: { replicas: 3 } },
      { metadata: { uid: 'uid-web', resourceVersion: '10' }, status: { phase: 'Progressing', replicas: null } },
    ])
    expect(told).toEqual(['Scaled', 'Done'])
    expect(waits).toBe(true)
  })

  test.each([
    ['a conflict', failure(409, 'Conflict')],
    ['an object that has gone', failure(404, 'NotFound')],
    [
      'another object of that name',
      json({ code: 422, reason: 'Invalid', details: { causes: [{ field: 'metadata.uid' }] } }, 422),
    ],
  ])('until %s shows that the view is old: nothing more is sent or told', async (_, answer) => {
    const { result, asked, told } = await applied(
      { intents: [scale], status: { phase: 'Degraded' } as never, events: [event('Done')] },
      [answer],
    )
    expect(result).toEqual({ went: 'stale', resource: 'replicasets' })
    expect(asked).toHaveLength(1)
    expect(told).toEqual([])
  })

  test.each([
    ['is refused', failure(422, 'Invalid'), { went: 'unstored' }],
    ['is never answered', (_: unknown, response: { destroy(): void }) => response.destroy(), { went: 'unstored' }],
    ['finds the server busy', failure(429, 'TooManyRequests'), { went: 'busy' }],
    ['finds another version', failure(409, 'Conflict'), { went: 'stale', resource: 'rollouts' }],
  ])('what was done is told when the status %s', async (_, answer, went) => {
    const given = {
      intents: [scale],
      status: { phase: 'Progressing' } as never,
      events: [event('Scaled', 0), event('Done')],
    }
    const { result, told } = await applied(given, [stored, answer as Answer])
    expect(result).toMatchObject(went)
    expect(told).toEqual(['Scaled'])
  })

  test('a client that changed the Rollout meanwhile is not overwritten', async () => {
    const { result, told } = await applied({ status: { phase: 'Degraded' } as never, events: [event('Done')] }, [
      failure(409, 'Conflict'),
    ])
    expect(result).toEqual({ went: 'stale', resource: 'rollouts', isInDoubt: false })
    expect(told).toEqual([])
  })

  test('after a failed effect the rest waits, but the status is written and told', async () => {
    const given = {
      intents: [scale, remove],
      status: { phase: 'Degraded' } as never,
      events: [event('Scaled', 0), event('Done')],
    }
    const { result, asked, told } = await applied(given, [failure(500, 'InternalError'), stored])
    expect(result).toMatchObject({
      went: 'wrong',
      observation: { of: 'effect', failed: 'InternalError', intent: 'ReplicaSet/web-1', message: 'InternalError!' },
    })
    expect(asked).toHaveLength(2)
    expect(told).toEqual(['Done'])
  })

  test('a busy server is left alone as long as it asks', async () => {
    const { result, asked } = await applied({ intents: [scale], status: { phase: 'Degraded' } as never }, [
      failure(429, 'TooManyRequests', { 'retry-after': '3' }),
    ])
    expect(result).toEqual({ went: 'busy', until: new VirtualClock().now() + 3000 })
    expect(asked).toHaveLength(1)
  })

  test('nothing is sent once the lease is lost (B6)', async () => {
    const { result, asked } = await applied({ intents: [scale] }, [], () => {
      throw new Error('this process does not hold the lease')
    })
    expect(result).toMatchObject({ went: 'wrong' })
    expect(asked).toEqual([])
  })
})

describe('a creation that finds the name taken asks the server whose it is', () => {
  const found = (uid: string) => json({ metadata: { name: 'web-1', resourceVersion: '12', ...owner(uid) } })

  test('ours: done, and the watch will show it', async () => {
    const { result, waits, asked } = await applied({ intents: [create] }, [
      failure(409, 'AlreadyExists'),
      found('uid-web'),
    ])
    expect(result).toEqual({ went: 'well' })
    expect(waits).toBe(true)
    expect(asked[1]).toBe('GET /apis/apps/v1/namespaces/shop/replicasets/web-1')
  })

  test('ours without its hash: it gets that back, and nothing is told of a creation', async () => {
    const metadata = { namespace: 'shop', name: 'web-1', labels: { [HASH]: '1' }, ...owner('uid-web') } as never
    const labelled: Intent = { ...create, object: { ...create.object, metadata } }
    const given = { intents: [labelled], events: [event('Created', 0)] }
    const { result, told, bodies } = await applied(given, [failure(409, 'AlreadyExists'), found('uid-web'), stored])
    expect(result).toEqual({ went: 'well' })
    expect(bodies[2]).toEqual({ metadata: { labels: { [HASH]: '1' } } })
    expect(told).toEqual([])
  })

  test.each(['uid-other', ''])('somebody else’s (%j): the next decision hears of it', async uid => {
    const answer = uid ? found(uid) : json({ metadata: { name: 'web-1', resourceVersion: '12' } })
    const { result } = await applied({ intents: [create] }, [failure(409, 'AlreadyExists'), answer])
    expect(result).toMatchObject({
      went: 'wrong',
      observation: { failed: 'AlreadyExists', intent: 'ReplicaSet/web-1' },
    })
  })

  test('and what was to be said of a version of that name is not stored or told: it will have another one', async () => {
    const given = { intents: [create], status: { phase: 'Progressing' } as never, events: [event('Started')] }
    const { asked, told } = await applied(given, [failure(409, 'AlreadyExists'), found('uid-other'), stored])
    expect(asked.map(line => line.split(' ')[0])).toEqual(['POST', 'GET'])
    expect(told).toEqual([])
  })
})

describe('an adoption looks at the adopter first, live', () => {
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' }
  const adopt: Intent = { ...scale, alive: { target, uid: 'uid-web' } }
  const live = (fields: object) => json({ metadata: { name: 'web', resourceVersion: '10', uid: 'uid-web', ...fields } })

  test('and is sent while that is there', async () => {
    const { result, asked } = await applied({ intents: [adopt] }, [live({}), stored])
    expect(result).toEqual({ went: 'well' })
    expect(asked.map(line => line.split('?')[0])).toEqual([
      'GET /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web',
      'PATCH /apis/apps/v1/namespaces/shop/replicasets/web-1',
    ])
  })

  test.each([
    ['is being deleted', live({ deletionTimestamp: '2026-01-01T00:00:00Z' })],
    ['is another one of that name', live({ uid: 'uid-other' })],
    ['has gone', failure(404, 'NotFound')],
  ])('and is not sent when it %s', async (_, answer) => {
    const { result, asked } = await applied({ intents: [adopt] }, [answer])
    expect(result).toMatchObject({ went: 'stale' })
    expect(asked).toHaveLength(1)
  })

  test('and so does a creation of what was there before', async () => {
    const again: Intent = { ...create, alive: { target, uid: 'uid-web' } }
    const { result, asked } = await applied({ intents: [again] }, [failure(404, 'NotFound')])
    expect(result).toMatchObject({ went: 'wrong' })
    expect(asked).toHaveLength(1)
  })
})

describe('an eviction', () => {
  test('passes over a pod that a disruption budget keeps, and ends when enough have gone', async () => {
    const { result, asked } = await applied({ intents: [evict, scale] }, [
      failure(429, 'TooManyRequests'),
      stored,
      stored,
    ])
    expect(result).toEqual({ went: 'well' })
    expect(asked.map(line => line.split('/').at(-2))).toEqual(['a', 'b', 'replicasets'])
  })

  test('that budgets do not allow at all waits, and the rest goes on', async () => {
    const kept = failure(429, 'TooManyRequests')
    const { result, asked } = await applied({ intents: [evict, scale] }, [kept, kept, kept, stored])
    expect(result).toEqual({ went: 'well' })
    expect(asked).toHaveLength(4)
  })

  test.each([
    ['with the status that it makes true', stored, 'yes'],
    ['with the other status when a budget keeps one', failure(429, 'TooManyRequests'), 'no'],
  ])('is told %s', async (_, answer, restartedAt) => {
    const all: Intent = { ...evict, pods: evict.pods.slice(0, 1) }
    const decision = { intents: [all], status: { restartedAt: 'yes' }, statusIfKept: { restartedAt: 'no' } }
    const { bodies } = await applied(decision, [answer, stored])
    expect(bodies.at(-1)).toMatchObject({ status: { restartedAt } })
  })

  test('of a pod that has gone is done', async () => {
    expect((await applied({ intents: [evict] }, [failure(404, 'NotFound')])).result).toEqual({ went: 'well' })
  })
})

test('a pod that has gone needs no patch any more, and those after it get theirs', async () => {
  const relabel = (name: string): Intent => ({
    do: 'patch',
    target: { ...set, apiVersion: 'v1', kind: 'Pod', name },
    body: { metadata: { labels: { role: null } } },
    preconditions: { uid: `uid-${name}` },
    because: 'its role has changed',
  })
  const intents = [relabel('a'), relabel('b')]
  const { result, asked } = await applied({ intents }, [failure(404, 'NotFound'), stored])
  expect(result).toEqual({ went: 'well' })
  expect(asked).toHaveLength(2)
})

test('a deletion names the object that it means, and waits until it is gone', async () => {
  const { bodies, waits, result } = await applied({ intents: [remove] }, [failure(404, 'NotFound')])
  expect(result).toEqual({ went: 'well' })
  expect(bodies[0]).toMatchObject({ propagationPolicy: 'Background', preconditions: { uid: 'u' } })
  expect(waits).toBe(true)
})
