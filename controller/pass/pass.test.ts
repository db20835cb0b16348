import { afterEach, describe, expect, test } from 'vitest'
import type { Rollout } from '../../core/api/types.ts'
import type { Decision } from '../../core/decision.ts'
import { HAND_BACK } from '../../core/keys.ts'
import type { Ended } from '../../core/status/duration.ts'
import type { ReplicaSetView, World } from '../../core/world.ts'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { Expectations } from '../expectations.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { decision, rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { Crowd } from './crowd.ts'
import { PassMemory } from './memory.ts'
import { pass } from './pass.ts'

let server: ScriptedServer
afterEach(() => server.close())

const key = 'shop/web'
const stored = json({ metadata: { resourceVersion: '11' } })
const view = {
  name: 'web-1',
  uid: 'u',
  resourceVersion: '7',
  labels: { 'rollouts-pod-template-hash': 'abc' },
} as unknown as ReplicaSetView

/** Passes over one Rollout, decided on as the test says. */
async function passing(decide: (world: World) => Decision, subject = rollout(), script: readonly Answer[] = [stored]) {
  server = await scriptedServer(...script)
  const clock = new VirtualClock()
  const versions = { rollouts: '99' }
  const told: string[] = []
  const refreshed: string[] = []
  const ended: string[] = []
  const waiting = { newcomers: 0, isBusy: false }
  const cache: { rollout: Rollout | undefined } = { rollout: subject }
  const expectations = new Expectations(clock, () => versions.rollouts)
  const options = {
    client: await server.client(),
    clock,
    log: silent,
    expectations,
    memory: new PassMemory(),
    engine: { decide, needs: () => ({ templates: [], pods: false, workload: false }) },
    mayWrite: () => {},
    tell: (_: unknown, { reason, message }: { reason: string; message: string }) =>
      void told.push(`${reason}: ${message}`),
    isGone: () => false,
    rollout: () => cache.rollout,
    awaitedUntil: () => undefined,
    gather: async () =>
      ({ rollout: subject, replicaSets: [view], observations: options.memory.observations(key) }) as unknown as World,
    refresh: (resource: string) => void refreshed.push(resource),
    crowd: new Crowd({ clock, newcomers: () => waiting.newcomers, unshown: () => 0, isBusy: () => waiting.isBusy }),
    onPass: () => {},
    onEnd: ({ status, seconds, waited }: Ended) => void ended.push(`${status} after ${seconds} s, waited ${waited} s`),
  }
  return {
    clock,
    versions,
    told,
    refreshed,
    ended,
    waiting,
    cache,
    expectations,
    run: () => pass(key, options),
    asked: server.asked,
  }
}

test('a Rollout that is being deleted is left alone', async () => {
  const decide = () => {
    throw new Error('must not be asked')
  }
  const { run } = await passing(decide, rollout({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }))
  expect(await run()).toEqual({ outcome: 'done' })
})

test('a Rollout that is being deleted and has capacity to give back is decided on and written like any other', async () => {
  const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [HAND_BACK] }
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' }
  const letGo = { metadata: { finalizers: [] } }
  const preconditions = { uid: 'uid-web', resourceVersion: '10' }
  const intent = { do: 'patch', target, body: letGo, preconditions, because: '' } as const
  const { run, asked } = await passing(() => decision({ intents: [intent] }), rollout({ metadata }))
  expect(await run()).toEqual({ outcome: 'done' })
  expect(asked).toEqual(['PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web?fieldManager=slipway'])
})

test('the moment that the decision names is when to look again', async () => {
  const { run } = await passing(() => decision({ wakeAt: 12_345 }))
  expect(await run()).toEqual({ outcome: 'again', at: 12_345 })
})

test('a decision that throws is reported on its object and tried again (C8)', async () => {
  const { run, told } = await passing(() => {
    throw new TypeError('steps is not iterable')
  })
  await expect(run()).rejects.toThrow('steps is not iterable')
  expect(told).toEqual(['ReconciliationError: Reconciliation failed with error: steps is not iterable'])
})

test('an effect that failed is known to the next decision, and forgotten by the one after that', async () => {
  const worlds: number[] = []
  const target = { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' }
  const intent = { do: 'patch', target, body: {}, preconditions: { uid: 'u' }, because: '' } as const
  const decide = ({ observations }: World) => {
    worlds.push(observations.length)
    return decision(worlds.length === 1 ? { intents: [intent] } : {})
  }
  const { run } = await passing(decide, rollout(), [json({ code: 500, reason: 'InternalError', message: 'no' }, 500)])
  expect(await run()).toMatchObject({ outcome: 'retry' })
  await run()
  await run()
  expect(worlds).toEqual([0, 1, 0])
})

describe('a status that only counts', () => {
  const counting = () => decision({ status: { availableReplicas: 1 } as never, statusMayWait: 'counts' })

  test('is written when it still differs a quarter of a second later', async () => {
    const { run, clock, asked } = await passing(counting)
    const start = clock.now()
    expect(await run()).toEqual({ outcome: 'again', at: start + 250 })
    await clock.advanceTo(start + 100)
    expect(await run()).toEqual({ outcome: 'again', at: start + 250 })
    expect(asked).toEqual([])
    await clock.advanceTo(start + 250)
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked).toHaveLength(1)
  })

  test('waits longer while there is much to do', async () => {
    const { run, clock, asked, waiting } = await passing(counting)
    const start = clock.now()
    waiting.isBusy = true
    expect(await run()).toEqual({ outcome: 'again', at: start + 5000 })
    await clock.advanceTo(start + 1000)
    waiting.isBusy = false
    await run()
    expect(asked).toHaveLength(1)
  })

  test('is told of when it is written', async () => {
    const events = [{ type: 'Normal', reason: 'RolloutCompleted', message: 'm' }] as const
    const { run, clock, told } = await passing(() => ({ ...counting(), events }))
    await run()
    expect(told).toEqual([])
    await clock.advanceTo(clock.now() + 250)
    await run()
    expect(told).toEqual(['RolloutCompleted: m'])
  })

  test('is overtaken by one that says more', async () => {
    let more = false
    const { run, asked } = await passing(() =>
      more ? decision({ status: { phase: 'Healthy' } as never }) : counting(),
    )
    await run()
    more = true
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked).toHaveLength(1)
  })
})

describe('a start that may wait for its pods', () => {
  const event = (reason: string) => ({ type: 'Normal', reason, message: `${reason}.` }) as const
  const start = () =>
    decision({
      status: { phase: 'Progressing' } as never,
      statusMayWait: 'start',
      events: [event('RolloutNotCompleted')],
    })

  test('is told at once, and not again with its status', async () => {
    const { run, clock, asked, told } = await passing(start)
    const due = clock.now() + 250
    expect(await run()).toEqual({ outcome: 'again', at: due })
    await clock.advanceTo(due - 100)
    expect(await run()).toEqual({ outcome: 'again', at: due })
    expect([told, asked]).toEqual([['RolloutNotCompleted: RolloutNotCompleted.'], []])
    await clock.advanceTo(due)
    expect(await run()).toEqual({ outcome: 'done' })
    expect([told.length, asked.length]).toEqual([1, 1])
  })

  test('waits no longer while there is much to do', async () => {
    const { run, clock, waiting } = await passing(start)
    waiting.isBusy = true
    expect(await run()).toEqual({ outcome: 'again', at: clock.now() + 250 })
  })

  test('is told again when it comes again', async () => {
    let next = start()
    const { run, told } = await passing(() => next)
    await run()
    next = decision({ status: { phase: 'Healthy' } as never, events: [event('RolloutCompleted')] })
    await run()
    next = start()
    await run()
    expect(told.map(line => line.split(':')[0])).toEqual([
      'RolloutNotCompleted',
      'RolloutCompleted',
      'RolloutNotCompleted',
    ])
  })
})

describe('a start that was told, and then', () => {
  const event = (reason: string, after?: number) =>
    ({ type: 'Normal', reason, message: `${reason}.`, ...(after === undefined ? {} : { after }) }) as const
  const target = { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' }
  const grow = { do: 'patch', target, body: {}, preconditions: { uid: 'u' }, because: '' } as const
  const progressing = { status: { phase: 'Progressing' } as never }

  test('meets a busy server is not told again', async () => {
    const notes = { ...progressing, events: [event('RolloutNotCompleted')] }
    let next = decision({ ...notes, statusMayWait: 'start' })
    const script = [failure(429, 'TooManyRequests'), stored]
    const { run, told } = await passing(() => next, rollout(), script)
    await run()
    next = decision({ ...notes, intents: [grow] })
    expect(await run()).toMatchObject({ outcome: 'again' })
    expect(await run()).toEqual({ outcome: 'done' })
    expect(told).toEqual(['RolloutNotCompleted: RolloutNotCompleted.'])
  })

  test('an effect of it fails: that is told when it has succeeded', async () => {
    const notes = {
      ...progressing,
      intents: [grow],
      events: [event('ScalingReplicaSet', 0), event('RolloutNotCompleted')],
    }
    let next = decision({ ...notes, statusMayWait: 'start' })
    const { run, told } = await passing(() => next, rollout(), [failure(500, 'InternalError'), stored])
    expect(await run()).toMatchObject({ outcome: 'retry' })
    next = decision(notes)
    await run()
    expect(told.map(line => line.split(':')[0])).toEqual(['RolloutNotCompleted', 'ScalingReplicaSet'])
  })
})

describe('what comes with a status', () => {
  const completed = { type: 'Normal', reason: 'RolloutCompleted', message: 'done' } as const
  const ending = decision({ status: { phase: 'Healthy' } as never, events: [completed] })
  const broken: Answer = (_, response) => void response.destroy()
  const failed = { outcome: 'retry' }

  test.each([
    ['the answer was lost, and the status stored', broken, failed, decision(), ['RolloutCompleted: done']],
    ['the answer was lost, and the status was not stored', broken, failed, ending, ['RolloutCompleted: done']],
    ['the server has failed', failure(504, 'Timeout'), failed, decision(), ['RolloutCompleted: done']],
    ['the status was refused', failure(422, 'Invalid'), failed, decision(), []],
    ['another decision was made meanwhile', failure(409, 'Conflict'), { outcome: 'again' }, decision(), []],
  ])('is told once it is known to be true: %s', async (_, answer, first, then, lines) => {
    let next = ending
    const { run, told } = await passing(() => next, rollout(), [answer, stored])
    expect(await run()).toMatchObject(first)
    expect(told).toEqual([])
    next = then
    await run()
    next = decision()
    await run()
    expect(told).toEqual(lines)
  })

  test('is told when the connection broke and what it had carried was in the way of the second try', async () => {
    let next = decision({ status: { phase: 'Progressing' } as never })
    const script = [stored, broken, failure(409, 'Conflict')]
    const { run, told, asked } = await passing(() => next, rollout(), script)
    await run()
    next = ending
    expect(await run()).toMatchObject({ outcome: 'again' })
    expect([told, asked.length]).toEqual([[], 3])
    next = decision()
    await run()
    expect(told).toEqual(['RolloutCompleted: done'])
  })

  test('of which nobody knows whether it was stored waits with the next one', async () => {
    let next = ending
    const { run, clock, told } = await passing(() => next, rollout(), [broken, stored])
    await run()
    next = { ...ending, statusMayWait: 'counts' }
    await run()
    expect(told).toEqual([])
    await clock.advanceTo(clock.now() + 250)
    await run()
    expect(told).toEqual(['RolloutCompleted: done'])
  })
})

describe('a Rollout that goes during its pass', () => {
  const target = { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' }
  const grow = { do: 'patch', target, body: {}, preconditions: { uid: 'u' }, because: '' } as const

  test.each([
    ['is not looked at again', undefined],
    ['leaves nothing to another one of its name', rollout({ metadata: { uid: 'uid-of-another' } })],
  ])('%s', async (_, after) => {
    const seen: number[] = []
    const { run, cache } = await passing(
      ({ observations }) => {
        seen.push(observations.length)
        cache.rollout = after
        return decision({ intents: [grow] })
      },
      rollout(),
      [failure(500, 'InternalError')],
    )
    expect(await run()).toEqual({ outcome: 'done' })
    cache.rollout = rollout({ metadata: { uid: 'uid-of-another' } })
    await run()
    expect(seen).toEqual([0, 0])
  })

  test('leaves no write that has to be seen', async () => {
    const { run, cache, expectations } = await passing(
      () => {
        cache.rollout = undefined
        return decision({ intents: [grow] })
      },
      rollout(),
      [json({ metadata: { resourceVersion: '100' } })],
    )
    expect(await run()).toEqual({ outcome: 'done' })
    expect(expectations.isMet(key)).toBe(true)
  })
})

describe('of many updates at once', () => {
  const object = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { namespace: 'shop', name: 'web-2' } }
  const begin: Partial<Decision> = { intents: [{ do: 'create', object, because: '' }], wakeAt: 12_345 }
  const created = 'POST /apis/apps/v1/namespaces/shop/replicasets?fieldManager=slipway'
  const progressing = { status: { phase: 'Progressing' } as never }

  test('one that has begun is looked at again when the others have begun', async () => {
    let next = begin
    const { run, clock, asked, waiting } = await passing(() => decision(next))
    waiting.newcomers = 100
    expect(await run()).toEqual({ outcome: 'again', at: 12_345 })
    next = progressing
    expect(await run()).toEqual({ outcome: 'again', at: clock.now() + 250 })
    expect(asked).toEqual([created])
    waiting.newcomers = 0
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked).toHaveLength(2)
  })

  test('one that is aborted waits for nobody', async () => {
    let next = begin
    const subject = rollout()
    const { run, asked, waiting } = await passing(() => decision(next), subject)
    waiting.newcomers = 100
    await run()
    next = progressing
    Object.assign(subject, { status: { ...subject.status, abort: true } })
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked).toHaveLength(2)
  })

  test('one whose creation has failed has not begun', async () => {
    const { run, waiting } = await passing(() => decision(begin), rollout(), [failure(500, 'InternalError')])
    waiting.newcomers = 100
    expect(await run()).toMatchObject({ outcome: 'retry' })
    expect(await run()).toMatchObject({ outcome: 'retry' })
  })

  test('one whose status tells of its change waits for nobody', async () => {
    let next = begin
    const { run, asked, waiting } = await passing(() => decision(next))
    await run()
    next = progressing
    await run()
    waiting.newcomers = 100
    await run()
    expect(asked).toHaveLength(3)
  })
})

describe('the duration of an attempt (trap 51)', () => {
  const running = { rolloutStartedAt: '2026-01-01T00:00:00Z', manualPauseStartedAt: '2026-01-01T00:00:20Z' }
  const subject = rollout({ status: { duration: running } })
  const finished = { rolloutStartedAt: running.rolloutStartedAt, totalManualPauseDurationSeconds: 30 }
  const promoted = { ...finished, finishedAt: '2026-01-01T00:01:00Z', completionStatus: 'Promoted' }
  const ending = (duration: object) => () => decision({ status: { duration } })

  test('is counted once, when the status that ends it is stored', async () => {
    const script = [failure(409, 'Conflict'), json({ metadata: { resourceVersion: '100' } })]
    const { run, ended } = await passing(ending(promoted), subject, script)
    await run()
    expect(ended).toEqual([])
    await run()
    await run()
    expect(ended).toEqual(['Promoted after 60 s, waited 30 s'])
  })

  test('of a superseded one ends with the start of the next', async () => {
    const { run, ended } = await passing(ending({ rolloutStartedAt: '2026-01-01T00:00:50Z' }), subject)
    await run()
    expect(ended).toEqual(['Superseded after 50 s, waited 30 s'])
  })

  test.each([
    ['it goes on', running, running],
    ['nobody has measured its start', undefined, promoted],
  ])('is not counted while %s', async (_, before, after) => {
    const { run, ended } = await passing(ending(after), rollout({ status: before ? { duration: before } : {} }))
    await run()
    expect(ended).toEqual([])
  })
})

describe('after a write of its own', () => {
  const writing = () => decision({ status: { phase: 'Healthy' } as never })

  test('a key waits until the watch has shown it', async () => {
    const { run, versions, asked } = await passing(writing, rollout(), [json({ metadata: { resourceVersion: '100' } })])
    await run()
    expect(await run()).toMatchObject({ outcome: 'again' })
    expect(asked).toHaveLength(1)
    versions.rollouts = '100'
    expect(await run()).toEqual({ outcome: 'done' })
  })

  test('a watch that does not show it in half a minute is read again from the start', async () => {
    const { run, clock, refreshed } = await passing(writing, rollout(), [
      json({ metadata: { resourceVersion: '100' } }),
    ])
    await run()
    await clock.advanceTo(clock.now() + 30_000)
    await run()
    expect(refreshed).toEqual(['rollouts'])
  })
})

test('a view that stays old is asked for ever less often, and then read again from the start', async () => {
  const { run, clock, refreshed } = await passing(
    () => decision({ status: { phase: 'Healthy' } as never }),
    rollout(),
    [failure(409, 'Conflict')],
  )
  const delays: number[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    const outcome = await run()
    delays.push(outcome.outcome === 'again' ? outcome.at - clock.now() : 0)
  }
  expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800])
  expect(refreshed).toEqual(['rollouts'])
})

describe('before a Rollout is called degraded for lack of progress', () => {
  const timedOut = { currentPodHash: 'abc', conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }] }
  const verdict = () => decision({ status: timedOut as never })
  const live = (resourceVersion: string) => json({ metadata: { name: 'web-1', resourceVersion } })

  test('its new ReplicaSet is looked at, live', async () => {
    const { run, asked } = await passing(verdict, rollout(), [live('7'), stored])
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked.map(line => line.split('?')[0])).toEqual([
      'GET /apis/apps/v1/namespaces/shop/replicasets/web-1',
      'PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status',
    ])
  })

  test('and when the cache was behind, nothing is said and everything read again', async () => {
    const { run, asked, refreshed } = await passing(verdict, rollout(), [live('8')])
    expect(await run()).toMatchObject({ outcome: 'again' })
    expect(asked).toHaveLength(1)
    expect(refreshed).toEqual(['replicasets'])
  })

  test('and while that reading takes its time, ever less often', async () => {
    const { run, clock, refreshed } = await passing(verdict, rollout(), [live('8')])
    const delays: number[] = []
    for (let turn = 0; turn < 9; turn += 1) {
      const outcome = await run()
      delays.push(outcome.outcome === 'again' ? outcome.at - clock.now() : 0)
    }
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600])
    expect(refreshed).toEqual(['replicasets', 'replicasets'])
  })

  test('once said it is not looked at again', async () => {
    const { run, asked } = await passing(verdict, rollout({ status: timedOut }), [live('7')])
    expect(await run()).toEqual({ outcome: 'done' })
    expect(asked).toEqual([])
  })
})
