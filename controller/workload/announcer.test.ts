import { afterEach, expect, test } from 'vitest'
import type { Rollout } from '../../core/api/types.ts'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { Expectations } from '../expectations.ts'
import { failure, json } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { Announcer } from './announcer.ts'
import type { WorkloadResolver } from './resolver.ts'

let server: ScriptedServer
afterEach(() => server.close())

const key = 'shop/web'
const spec = { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' } }
const knowing = (generation: string, metadata: object = {}) =>
  rollout({ metadata: { annotations: { 'rollout.argoproj.io/workload-generation': generation }, ...metadata }, spec })
const stored = json({ metadata: { resourceVersion: '11' } })

/** An announcer over the Deployment at generation 7; `seen` is what the watch of Rollouts shows. */
async function announcing(subject: Rollout, ...script: readonly Answer[]) {
  server = await scriptedServer(...script, stored)
  const seen = { rollout: subject, version: '10', generation: 7 }
  const announcer = new Announcer({
    client: await server.client(),
    expectations: new Expectations(new VirtualClock(), () => seen.version),
    resolver: { generationOf: () => seen.generation } as unknown as WorkloadResolver,
    rollout: () => seen.rollout,
    mayWrite: () => {},
  })
  return { announcer, seen }
}

test('a generation is announced once, however often it is looked at before the watch shows it', async () => {
  const { announcer } = await announcing(knowing('6'))
  expect(announcer.isDue(key)).toBe(true)
  await announcer.announce(key)
  expect(announcer.isDue(key)).toBe(false)
  await announcer.announce(key)
  expect(server.asked).toEqual(['PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web?fieldManager=slipway'])
})

test('the next generation does not wait for that', async () => {
  const { announcer, seen } = await announcing(knowing('6'))
  await announcer.announce(key)
  seen.generation = 8
  await announcer.announce(key)
  expect(server.asked).toHaveLength(2)
})

test('what somebody has overwritten is announced again', async () => {
  const { announcer, seen } = await announcing(knowing('6'))
  await announcer.announce(key)
  seen.version = '12'
  expect(announcer.isDue(key)).toBe(true)
})

test('what failed is tried again (users 4-B7)', async () => {
  const { announcer } = await announcing(knowing('6'), failure(500, 'InternalError'))
  expect(await announcer.announce(key)).toMatchObject({ outcome: 'retry' })
  expect(announcer.isDue(key)).toBe(true)
  expect(await announcer.announce(key)).toEqual({ outcome: 'done' })
})

test.each([
  ['what is known', knowing('7')],
  ['a Rollout that is being deleted', knowing('6', { deletionTimestamp: '2026-01-01T00:00:00Z' })],
  ['a Rollout with a template of its own', rollout()],
])('%s is left alone', async (_, subject) => {
  const { announcer } = await announcing(subject)
  expect(announcer.isDue(key)).toBe(false)
})
