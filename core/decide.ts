/**
 * decide: what should be done about one Rollout now. A pure function of what was observed and the time; the only place that knows what a Rollout is.
 * resolve -> validate -> identify -> stages of the strategy -> status.
 */
import type { RolloutStatus } from './api/types.ts'
import { validateReferences } from './api/validate/references.ts'
import { validateRollout } from './api/validate/spec.ts'
import { blueGreenStages } from './bluegreen/stages.ts'
import { canaryStages } from './canary/stages.ts'
import { COUNTS_SETTLE_MS, type Decision, nothing } from './decision.ts'
import { type Draft, emptyDraft, onlyCreations, resizes } from './draft.ts'
import { eventsOf } from './events.ts'
import { isNeverSeen } from './identity/annotations.ts'
import { failedCreation } from './identity/failure.ts'
import { findNewReplicaSet } from './identity/find.ts'
import { ownershipOf, withOwners } from './identity/ownership.ts'
import { isRecorded } from './identity/recorded.ts'
import { type Resolved, situationOf } from './identity/situation.ts'
import type { Instant } from './kube/time.ts'
import { hasEphemeralMetadata } from './metadata/ephemeral.ts'
import { restartDue } from './restart/restart.ts'
import type { Situation } from './situation.ts'
import { blueGreenOf, canaryOf } from './spec.ts'
import { earliest, runStages, type Stage } from './stage.ts'
import { isOnlySwitched, waitsForPodsAlone } from './status/bluegreen.ts'
import { deriveStatus } from './status/derive.ts'
import { invalidStatus } from './status/invalid.ts'
import { keepForeign, mayWait, sameJson } from './status/settle.ts'
import { handBackStages } from './workload/handback.ts'
import { isGivenUp, needsCounts } from './workload/handover.ts'
import { carryAll } from './workload/missing.ts'
import { release } from './workload/release.ts'
import { resolve } from './workload/resolve.ts'
import type { Needs, World } from './world.ts'

/** How long to wait before looking again for a workload that is missing (contract rollout 4.4 point 6). */
const WORKLOAD_RETRY_MS = 20_000

export function decide(world: World, now: Instant): Decision {
  if (world.rollout.metadata.deletionTimestamp !== undefined) return release(world, now)
  const resolution = resolve(world)
  if ('error' in resolution) return reject(world, resolution.error, now)
  const { resolved } = resolution
  const error = specError(world, resolved)
  if (error !== undefined) return reject(world, error, now)
  const ownership = ownershipOf(world, resolved.selector)
  const found = findNewReplicaSet(world, resolved.template, ownership.ours)
  if (found.undecided.length > 0) return nothing('TemplatesNeeded', { templates: found.undecided.length })
  if (isTaken(world, found.hash)) return collide(world)
  const situation = situationOf(world, resolved, ownership.ours, found)
  return run(situation, withOwners(greet(world), world, ownership), now)
}

function stagesOf(s: Situation): readonly Stage<Situation, Draft>[] {
  if (s.handOver?.direction === 'back') return handBackStages
  return s.canary ? canaryStages(s) : blueGreenStages(s)
}

/** A spec that the stored status was derived from was valid; what it refers to may have changed since. */
function specError(world: World, { template }: Resolved): string | undefined {
  const { rollout, services, workload } = world
  const own = isRecorded(world)
    ? undefined
    : validateRollout(rollout, workload.state === 'resolved' ? template : undefined)
  return own ?? validateReferences(rollout, services, template.metadata?.labels)
}

/** What `gather` has to fetch before this world can be decided on. */
export function needs(world: World): Needs {
  const resolution = resolve(world)
  if ('error' in resolution) return { templates: [], pods: false, workload: false }
  const { template, selector } = resolution.resolved
  const { ours } = ownershipOf(world, selector)
  const canary = canaryOf(world.rollout)
  const blueGreen = blueGreenOf(world.rollout)
  const strategy = { ...(canary ? { canary } : {}), ...(blueGreen ? { blueGreen } : {}) }
  return {
    templates: findNewReplicaSet(world, template, ours).undecided.map(rs => rs.name),
    pods: restartDue(world) !== undefined || hasEphemeralMetadata(strategy),
    workload: needsCounts(world),
  }
}

function run(s: Situation, start: Draft, now: Instant): Decision {
  const folded = runStages(stagesOf(s), s, start, now)
  const creations = onlyCreations(folded.draft)
  const mayBegin = s.world.crowd === 'arriving' && creations.writes.length > 0 && !resizes(folded.draft)
  // An abort on record is about the attempt before; with the status it goes, so that a later one is about this attempt.
  if (mayBegin && !s.stored.abort) return begin(creations, folded.trace, now)
  const derived = deriveStatus(s, folded.draft, now)
  const { writes } = folded.draft
  // Upstream writes the whole status with a new ReplicaSet.
  const next = keepForeign(s.stored, derived.status, isNeverSeen(s))
  // The first pass of a Rollout has nothing to tell yet but that it has begun.
  const isBegun =
    s.newRSExists || s.changed || isGivenUp(s.handOver) || failedCreation(s.world, s.newRS.name) !== undefined
  const isNews = isBegun && !sameJson(s.stored, next)
  const wakeAt = earliest(folded.wakeAt, derived.wakeAt)
  return {
    intents: writes.map(write => write.intent),
    ...(isNews ? { status: next, ...ifKept(s, folded.draft, now), ...waiting(s, next, now) } : {}),
    events: eventsOf(folded.draft, isNews ? derived.notes : []),
    trace: folded.trace,
    ...(wakeAt === undefined ? {} : { wakeAt }),
  }
}

function ifKept(s: Situation, draft: Draft, now: Instant): Pick<Decision, 'statusIfKept'> {
  if (draft.restarted !== 'unlessKept') return {}
  const { status } = deriveStatus(s, { ...draft, restarted: false }, now)
  return { statusIfKept: keepForeign(s.stored, status, isNeverSeen(s)) }
}

function waiting(s: Situation, next: RolloutStatus, now: Instant): Pick<Decision, 'statusMayWait'> {
  if (mayWait(s.stored, next) || isOnlySwitched(s, next, now)) return { statusMayWait: 'counts' }
  return waitsForPodsAlone(s, next, now) ? { statusMayWait: 'start' } : {}
}

/** Of many updates at once each begins with its new ReplicaSet, which is what takes time, before any goes on: all else is the next pass's. */
function begin(draft: Draft, trace: Decision['trace'], now: Instant): Decision {
  const intents = draft.writes.map(write => write.intent)
  return { intents, events: eventsOf(draft, []), trace, wakeAt: now + COUNTS_SETTLE_MS }
}

/** A Rollout that nobody has looked at before; at a start of the controller there is none, so nothing is said. Told with the first write, if there is one. */
function greet({ rollout }: World): Draft {
  const { observedGeneration, conditions } = rollout.status ?? {}
  if (observedGeneration || conditions?.length || rollout.metadata.annotations?.['rollout.argoproj.io/revision'])
    return emptyDraft
  const { namespace, name } = rollout.metadata
  const message = `Rollout resource added to informer: ${namespace}/${name}`
  return {
    ...emptyDraft,
    notes: [{ type: 'Normal', reason: 'RolloutAddedToInformer', message, of: `Rollout/${name}` }],
  }
}

function reject(world: World, error: string, now: Instant): Decision {
  const stored = world.rollout.status ?? {}
  const status = invalidStatus(world, error, now)
  const isNews = !sameJson(stored, status)
  const { notes } = greet(world)
  const carried = carryAll(world)
  const greeting = isNews ? notes.map(({ of: _, ...event }) => event) : []
  return {
    ...nothing('InvalidSpec', { error }),
    ...(isNews ? { status } : {}),
    intents: carried.writes.map(write => write.intent),
    events: [...greeting, ...eventsOf(carried, [])],
    ...(world.workload.state === 'inline' ? {} : { wakeAt: now + WORKLOAD_RETRY_MS }),
  }
}

/** The name is taken by an object that is not ours: the next hash is another one (contract rollout 3.2). */
function isTaken(world: World, hash: string): boolean {
  return failedCreation(world, `${world.rollout.metadata.name}-${hash}`)?.failed === 'AlreadyExists'
}

function collide(world: World): Decision {
  const stored = world.rollout.status ?? {}
  const collisionCount = (stored.collisionCount ?? 0) + 1
  return { ...nothing('HashCollision', { collisionCount }), status: { ...stored, collisionCount } }
}
