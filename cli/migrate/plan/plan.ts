/** `migrate plan`: what stands in the way, what would happen, and what to commit. Only reads. */
import type { Client } from '../../../controller/client/client.ts'
import type { Clock } from '../../../controller/clock.ts'
import { gatherSurroundings, type Surroundings } from '../cluster/gather.ts'
import { forecast, type Row } from '../forecast/forecast.ts'
import { worldAtCreation } from '../forecast/world.ts'
import { error, type Finding, type Subject } from '../preflight/finding.ts'
import { ownerOf } from '../preflight/owner.ts'
import { preflight } from '../preflight/preflight.ts'
import { renderRollout } from '../rollout/manifest.ts'
import { tryRollout } from '../rollout/trial.ts'
import type { Wish } from '../rollout/wish.ts'

export interface Plan {
  readonly subject: Subject
  readonly findings: readonly Finding[]
  /** Empty when the Rollout is there already: then `migrate status` tells. */
  readonly forecast: readonly Row[]
}

export interface Asked {
  readonly namespace: string
  readonly deployment: string
  readonly wish: Wish
}

export async function makePlan(client: Client, clock: Clock, asked: Asked): Promise<Plan> {
  const surroundings = await gatherSurroundings(client, asked.namespace, asked.deployment)
  const manifest = renderRollout(surroundings, asked.wish)
  const owner = ownerOf(surroundings)
  const trial = await tryRollout(client, manifest)
  const subject: Subject = { surroundings, wish: asked.wish, manifest, trial, ...(owner && { owner }) }
  const rows = exists(surroundings, asked.wish)
    ? []
    : forecast(worldAtCreation(surroundings, manifest, clock.now()), clock.now())
  return { subject, findings: [...broken(rows, asked), ...preflight(subject)], forecast: rows }
}

function exists({ rollouts }: Surroundings, { name }: Wish): boolean {
  return rollouts.some(({ metadata }) => metadata.name === name)
}

function broken(rows: readonly Row[], { wish }: Asked): readonly Finding[] {
  const row = rows.find(({ isWithin }) => !isWithin)
  if (!row?.bounds) return []
  const text = `the simulation leaves its bounds: ${row.available} available of at least ${row.bounds.least}, ${row.total} pods of at most ${row.bounds.most}`
  return [error('BoundsBroken', `Rollout/${wish.name}`, text, 'report this plan as a bug; do not apply it')]
}
