/** One pass over one Rollout: gather, decide, apply. Everything that can go wrong with one object ends here (design rule 8). */
import type { Rollout, RolloutStatus } from '../../core/api/types.ts'
import type { Decision } from '../../core/decision.ts'
import { earliest } from '../../core/stage.ts'
import { type Ended, endedAttempt } from '../../core/status/duration.ts'
import type { World } from '../../core/world.ts'
import { type ApplyOptions, applyDecision } from '../apply/apply.ts'
import { messageOf } from '../client/error.ts'
import type { ResourceName } from '../client/path.ts'
import type { Engine } from '../engine.ts'
import { again, done, type Outcome, retry } from '../queue/outcome.ts'
import { isHandingBack } from '../workload/capacity.ts'
import type { Crowd } from './crowd.ts'
import type { PassMemory } from './memory.ts'
import { changeOf } from './priority.ts'
import { isStableGone } from './stable.ts'
import { isVerdict, isViewCurrent } from './verdict.ts'

export interface PassOptions extends ApplyOptions {
  readonly engine: Engine
  readonly memory: PassMemory
  readonly rollout: (key: string) => Rollout | undefined
  readonly gather: (rollout: Rollout, key: string) => Promise<World>
  /** What its world would lack now and is about to be known, at this time at the latest. */
  readonly awaitedUntil: (rollout: Rollout) => number | undefined
  readonly crowd: Crowd
  /** Told how long each pass took, in seconds; one that is put off because of a crowd is none. */
  readonly onPass: (seconds: number) => void
  /** Told of each attempt that a stored status has ended. */
  readonly onEnd: (attempt: Ended) => void
  /** The watch of this resource has proved to be behind: read everything again. */
  readonly refresh: (resource: ResourceName) => void
}

/**
 * How soon to look again when the view was older than the cluster: upstream's stale-cache delay, then ever later, since the watch event
 * that brings the newer view brings the key back by itself. After the last time the watch is taken to be behind for good.
 */
const staleDelay = { first: 100, times: 8 }

export async function pass(key: string, options: PassOptions): Promise<Outcome> {
  const rollout = options.rollout(key)
  if (!rollout) return forget(key, options)
  const held = heldUntil(key, rollout, options)
  if (held !== undefined) return again(held)
  const began = performance.now()
  const outcome = await passOver(rollout, key, options).finally(() =>
    options.onPass((performance.now() - began) / 1000),
  )
  return options.rollout(key)?.metadata.uid === rollout.metadata.uid ? outcome : forget(key, options)
}

async function passOver(rollout: Rollout, key: string, options: PassOptions): Promise<Outcome> {
  if (rollout.metadata.deletionTimestamp !== undefined && !isHandingBack(rollout.metadata)) return done
  if (!options.expectations.isMet(key)) return waitForView(key, options)
  const awaited = options.awaitedUntil(rollout)
  if (awaited !== undefined) return again(awaited)
  const world = await options.gather(rollout, key)
  const decision = decide(world, options)
  if (hasEffects(decision) && !(await isStableGone(world, options))) return lookAgain(key, 'replicasets', 1, options)
  if (isVerdict(world, decision) && !(await isViewCurrent(world, decision, options.client)))
    return lookAgain(key, 'replicasets', 1, options)
  return carryOut(key, rollout, decision, options)
}

/** Whoever aborts or goes waits for nobody. */
function heldUntil(key: string, rollout: Rollout, { crowd }: PassOptions): number | undefined {
  const { metadata, status } = rollout
  return status?.abort || metadata.deletionTimestamp !== undefined ? undefined : crowd.heldUntil(key, changeOf(rollout))
}

/** It went while a pass was under way, which has left something behind; another one of its name must not find it. */
function forget(key: string, { crowd, expectations, memory }: PassOptions): Outcome {
  crowd.forget(key)
  expectations.forget(key)
  memory.forget(key)
  return done
}

/** The watch event that shows our write adds the key again by itself; the timer is for the one that never comes. */
function waitForView(key: string, { expectations, log, refresh }: PassOptions): Outcome {
  const { resources, next } = expectations.overdue(key)
  for (const resource of resources) {
    log.warn(`the watch of ${resource} is behind; reading everything again`, { rollout: key })
    refresh(resource)
  }
  if (resources.length > 0) expectations.forget(key)
  return again(next)
}

/** A decision that throws is a fault of ours: said on the object that it hit, and tried again ever more slowly. */
function decide(world: World, { engine, clock, tell }: PassOptions): Decision {
  try {
    return engine.decide(world, clock.now())
  } catch (error) {
    const message = `Reconciliation failed with error: ${messageOf(error)}`
    tell(world.rollout, { type: 'Warning', reason: 'ReconciliationError', message })
    throw error
  }
}

async function carryOut(key: string, rollout: Rollout, decision: Decision, options: PassOptions): Promise<Outcome> {
  const { clock, crowd, memory } = options
  const statusDue = memory.statusDue(key, decision, clock.now(), crowd.state !== undefined)
  const due = statusDue === undefined ? decision : withoutStatus(decision)
  const events = memory.untold(key, due.events, statusDue !== undefined)
  const applied = await applyDecision(rollout, { ...due, events }, options)
  options.log.debug(`${key}: went ${applied.went}`, {
    intents: decision.intents.length,
    wakeAt: decision.wakeAt,
    statusDue,
  })
  memory.observe(key, applied.went === 'wrong' ? [applied.observation] : [])
  if ('isInDoubt' in applied && applied.isInDoubt) memory.owe(key, events)
  if (applied.went === 'stale') return lookAgain(key, applied.resource, staleDelay.times, options)
  memory.upToDate(key)
  if (applied.went === 'busy') return again(applied.until)
  if (applied.went === 'unstored') return retry(applied.error)
  if (statusDue === undefined) memory.toldAll(key)
  else if (isStart(decision)) memory.toldAhead(key, due.events)
  if (due.status) stored(key, rollout, due.status, options)
  else if (applied.went === 'well' && isBeginning(due)) crowd.began(key, changeOf(rollout))
  if (applied.went === 'wrong') return retry(applied.error)
  const wakeAt = earliest(decision.wakeAt, statusDue)
  return wakeAt === undefined ? done : again(wakeAt)
}

/** Only once its status is stored: one that could not be is decided on again. */
function stored(key: string, { status: before = {} }: Rollout, status: RolloutStatus, { crowd, onEnd }: PassOptions) {
  crowd.forget(key)
  const ended = endedAttempt(before, status)
  if (ended) onEnd(ended)
}

function hasEffects({ intents, status }: Decision): boolean {
  return intents.length > 0 || status !== undefined
}

function isBeginning({ intents }: Decision): boolean {
  return intents.some(intent => intent.do === 'create')
}

/** Everything is read again at this one of every eight times: at the first, when the API server itself has shown that the view is old. */
function lookAgain(
  key: string,
  resource: ResourceName,
  refreshAt: number,
  { clock, memory, refresh }: PassOptions,
): Outcome {
  const times = memory.staleAgain(key)
  if ((times - refreshAt) % staleDelay.times === 0) refresh(resource)
  return again(clock.now() + staleDelay.first * 2 ** Math.min(times - 1, staleDelay.times))
}

/** What is told of the status is told when it is written; a start is told at once. */
function withoutStatus({ status: _, ...rest }: Decision): Decision {
  return isStart(rest) ? rest : { ...rest, events: rest.events.filter(({ after }) => after !== undefined) }
}

function isStart({ statusMayWait }: Decision): boolean {
  return statusMayWait === 'start'
}
