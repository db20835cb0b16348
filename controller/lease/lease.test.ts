import { afterEach, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import type { Client, ClientOptions } from '../client/client.ts'
import type { Clock } from '../clock.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { settableClock } from '../testing/clock.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { LeaseHolder, leaseName } from './lease.ts'
import type { LeaseSpec } from './record.ts'

let server: ScriptedServer | undefined
let client: Client
afterEach(() => server?.close())

/** A Lease as the API server keeps it: one record, a version that each write moves on, and a switch that makes the server go away. */
async function leaseServer(spec?: LeaseSpec) {
  const kept = { spec, version: 1, isDown: false, isSilent: false, unreadable: 0 }
  const answer: Answer = (request, response) => {
    const body = request.body
      ? (JSON.parse(request.body) as { metadata: { resourceVersion?: string }; spec: LeaseSpec })
      : undefined
    if (kept.isDown) return response.destroy()
    if (kept.isSilent) return
    if (request.method === 'GET' && kept.unreadable > 0) {
      kept.unreadable -= 1
      return failure(500, 'InternalError')(request, response)
    }
    if (request.method === 'GET' && !kept.spec) return failure(404, 'NotFound')(request, response)
    if (request.method === 'PUT' && body?.metadata.resourceVersion !== String(kept.version))
      return failure(409, 'Conflict')(request, response)
    if (body) Object.assign(kept, { spec: body.spec, version: kept.version + 1 })
    return json({ metadata: { name: 'l', resourceVersion: String(kept.version) }, spec: kept.spec })(request, response)
  }
  server = await scriptedServer(answer)
  return kept
}

/** Lets everything that is due now happen: the answer to a request, and what follows from it. */
const settle = async () => {
  for (let quiet = 0; quiet < 3; quiet = client.inFlight > 0 ? 0 : quiet + 1) await new Promise(setImmediate)
}

async function holder(clock: Clock, options: Partial<ClientOptions> = {}) {
  client = await server!.client({ clock, ...options })
  const periods = { duration: 15_000, renewDeadline: 10_000, retryPeriod: 2_000 }
  return new LeaseHolder({
    client,
    clock,
    log: silent,
    namespace: 'argo-rollouts',
    instanceId: '',
    identity: 'us',
    ...periods,
  })
}

/** Takes it; the answer says whether it was lost since. */
async function leading(us: LeaseHolder) {
  const lead = { isLost: false }
  await us.acquire(() => {
    lead.isLost = true
  })
  return lead
}

test('carries upstream’s name, with the instance id behind it (trap 55)', () => {
  expect(leaseName('')).toBe('argo-rollouts-controller-lock')
  expect(leaseName('blue')).toBe('argo-rollouts-controller-lock-blue')
})

test('is taken when nobody has it, renewed, and given back', async () => {
  const kept = await leaseServer()
  const clock = new VirtualClock()
  const us = await holder(clock)
  expect(await us.acquire(() => {})).toBe(true)
  expect(kept.spec).toMatchObject({ holderIdentity: 'us', leaseDurationSeconds: 15, leaseTransitions: 0 })
  const taken = kept.spec?.renewTime
  await clock.advanceTo(clock.now() + 5_000, settle)
  expect(kept.spec?.renewTime).not.toBe(taken)
  expect(us.isHeld).toBe(true)
  await us.release()
  expect(kept.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 })
})

test('of a controller that fell silent is taken after its duration, counted from when we saw it first', async () => {
  // The renewal lies in our future: the other machine's clock is ahead, and does not matter.
  const kept = await leaseServer({
    holderIdentity: 'upstream',
    leaseDurationSeconds: 15,
    renewTime: '2030-01-01T00:00:00.000000Z',
    leaseTransitions: 4,
  })
  const clock = new VirtualClock()
  const us = await holder(clock)
  let leads = false
  const acquiring = us
    .acquire(() => {})
    .then(won => {
      leads = won
    })
  await clock.advanceTo(clock.now() + 14_000, settle)
  expect(leads).toBe(false)
  await clock.advanceTo(clock.now() + 4_000, settle)
  await acquiring
  expect(leads).toBe(true)
  expect(kept.spec).toMatchObject({ holderIdentity: 'us', leaseTransitions: 5 })
  await us.release()
})

test('that was given back is taken at the next try', async () => {
  await leaseServer({ holderIdentity: '', leaseDurationSeconds: 1 })
  const us = await holder(new VirtualClock())
  expect(await us.acquire(() => {})).toBe(true)
  await us.release()
})

test('is lost when it cannot be renewed in time, and no write may be sent from then on (B6)', async () => {
  const kept = await leaseServer()
  const clock = new VirtualClock()
  const us = await holder(clock)
  const lead = await leading(us)
  kept.isDown = true
  await clock.advanceTo(clock.now() + 9_000, settle)
  expect([us.isHeld, lead.isLost]).toEqual([true, false])
  await clock.advanceTo(clock.now() + 4_000, settle)
  expect([us.isHeld, lead.isLost]).toEqual([false, true])
  await us.release()
})

test('is lost when somebody else has taken it', async () => {
  const kept = await leaseServer()
  const clock = new VirtualClock()
  const us = await holder(clock)
  const lead = await leading(us)
  Object.assign(kept, { spec: { holderIdentity: 'other', leaseDurationSeconds: 15 }, version: 99 })
  await clock.advanceTo(clock.now() + 13_000, settle)
  expect([us.isHeld, lead.isLost]).toEqual([false, true])
  expect(kept.spec?.holderIdentity).toBe('other')
  await us.release()
  expect(kept.spec?.holderIdentity).toBe('other')
})

test('is lost in time when its own clock was set back, and taken from nobody when it was set forward', async () => {
  const kept = await leaseServer({ holderIdentity: 'other', leaseDurationSeconds: 15 })
  const clock = new VirtualClock()
  const { machine, set } = settableClock(clock)
  const us = await holder(machine)
  let leads = false
  let isLost = false
  const acquiring = us
    .acquire(() => {
      isLost = true
    })
    .then(won => {
      leads = won
    })
  const hour = 3_600_000
  await clock.advanceTo(clock.now() + 5_000, settle)
  set.by = hour
  await clock.advanceTo(clock.now() + 5_000, settle)
  expect(leads).toBe(false)
  await clock.advanceTo(clock.now() + 10_000, settle)
  await acquiring
  expect(leads).toBe(true)
  kept.isDown = true
  set.by = -hour
  await clock.advanceTo(clock.now() + 13_000, settle)
  expect([us.isHeld, isLost]).toEqual([false, true])
  await us.release()
})

test('waits for none of the requests that --qps holds up', async () => {
  const kept = await leaseServer()
  const us = await holder(new VirtualClock(), { qps: 1, burst: 1 })
  for (let other = 0; other < 30; other += 1) void client.request({ method: 'GET', path: '/' }).catch(() => {})
  expect(await us.acquire(() => {})).toBe(true)
  expect(kept.spec?.holderIdentity).toBe('us')
})

test('is not given up because it cannot be read after a renewal whose answer was lost', async () => {
  const kept = await leaseServer()
  const clock = new VirtualClock()
  const us = await holder(clock)
  const lead = await leading(us)
  Object.assign(kept, { version: kept.version + 1, unreadable: 1 })
  await clock.advanceTo(clock.now() + 9_000, settle)
  expect([us.isHeld, lead.isLost, kept.unreadable]).toEqual([true, false, 0])
  await us.release()
})

/** As `settle`, while a request may be left without an answer. */
const settleBriefly = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
}

test('survives one renewal that is never answered, and does not outlive a server that answers none', async () => {
  const kept = await leaseServer()
  const clock = new VirtualClock()
  const us = await holder(clock)
  const lead = await leading(us)
  kept.isSilent = true
  await clock.advanceTo(clock.now() + 3_000, settleBriefly)
  kept.isSilent = false
  await clock.advanceTo(clock.now() + 12_000, settleBriefly)
  expect([us.isHeld, lead.isLost]).toEqual([true, false])
  kept.isSilent = true
  await clock.advanceTo(clock.now() + 16_000, settleBriefly)
  expect([us.isHeld, lead.isLost]).toEqual([false, true])
})

test('that is taken while the process is stopped is given back', async () => {
  const kept = await leaseServer()
  const us = await holder(new VirtualClock())
  const acquiring = us.acquire(() => {})
  await us.release()
  expect(await acquiring).toBe(false)
  expect(kept.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 })
})
