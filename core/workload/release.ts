/** A Rollout that is being deleted: whoever has taken capacity from a workload goes when it is given back (users 4-G4, AR#3855). */
import { type Decision, nothing } from '../decision.ts'
import { emptyDraft } from '../draft.ts'
import { eventsOf } from '../events.ts'
import { findNewReplicaSet } from '../identity/find.ts'
import { ownershipOf } from '../identity/ownership.ts'
import { situationOf } from '../identity/situation.ts'
import { formatTime, type Instant } from '../kube/time.ts'
import { runStages } from '../stage.ts'
import type { World } from '../world.ts'
import { withDrained } from './condition.ts'
import { handBackStages, withoutFinalizer } from './handback.ts'
import { hasTaken } from './handover.ts'
import { resolve } from './resolve.ts'

/** Where the workload has gone, or is going, there is nothing to give back to. Of the status only the condition is kept up. */
export function release(world: World, now: Instant): Decision {
  const { workload } = world
  if (!hasTaken(world)) return nothing('Deleting', {})
  const resolution = resolve(world)
  if (workload.state !== 'resolved' || workload.deleting || 'error' in resolution) return letGo(world)
  const { template, selector } = resolution.resolved
  const { ours } = ownershipOf(world, selector)
  const found = findNewReplicaSet(world, template, ours)
  if (found.undecided.length > 0) return nothing('TemplatesNeeded', { templates: found.undecided.length })
  const situation = situationOf(world, resolution.resolved, ours, found)
  if (!situation.handOver) return letGo(world)
  const { draft, trace } = runStages(handBackStages, situation, emptyDraft, now)
  const { stored } = situation
  const conditions = withDrained(situation, stored.conditions ?? [], formatTime(now))
  const isNews = conditions !== stored.conditions
  return {
    intents: draft.writes.map(write => write.intent),
    ...(isNews ? { status: { ...stored, conditions } } : {}),
    events: eventsOf(draft, []),
    trace,
  }
}

function letGo(world: World): Decision {
  const { writes } = withoutFinalizer(world, emptyDraft)
  return { ...nothing('LetsGo', {}), intents: writes.map(write => write.intent) }
}
