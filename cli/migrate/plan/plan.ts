/** `migrate plan`: what stands in the way, what would happen, and what to commit. Only reads. */
import type { Client } from '../../../controller/client/client.ts'
import type { Clock } from '../../../controller/clock.ts'
import { gatherSurroundings } from '../cluster/gather.ts'
import { sizeOf } from '../cluster/targets.ts'
import { forecast, type Row } from '../forecast/forecast.ts'
import { MOST_PODS, worldAtCreation } from '../forecast/world.ts'
import type { Commit } from '../patches/files.ts'
import { commitMigration } from '../patches/migration.ts'
import { makePatches } from '../patches/patches.ts'
import { error, type Finding, info, type Subject } from '../preflight/finding.ts'
import { ownerOf } from '../preflight/owner.ts'
import { preflight, sorted } from '../preflight/preflight.ts'
import { renderRollout } from '../rollout/manifest.ts'
import { tryRollout } from '../rollout/trial.ts'
import type { Wish } from '../rollout/wish.ts'

export interface Plan {
  readonly subject: Subject
  readonly findings: readonly Finding[]
  /** Empty when the Rollout is there already: then `migrate status` tells. */
  readonly forecast: readonly Row[]
  readonly commits: readonly Commit[]
}

export interface Asked {
  readonly namespace: string
  readonly deployment: string
  readonly wish: Wish
  /** A checkout with the manifests. */
  readonly repository?: string | undefined
}

export async function makePlan(client: Client, clock: Clock, asked: Asked): Promise<Plan> {
  const subject = await gatherSubject(client, asked)
  const rows = forecastOf(subject, clock)
  const { commits, findings } = makePatches(subject, asked.repository, commitMigration)
  return {
    subject,
    findings: sorted([...broken(rows, asked), ...preflight(subject), ...smaller(subject), ...findings]),
    forecast: rows,
    commits,
  }
}

export async function gatherSubject(client: Client, { namespace, deployment, wish }: Asked): Promise<Subject> {
  const surroundings = await gatherSurroundings(client, namespace, deployment)
  const manifest = renderRollout(surroundings, wish)
  const owner = ownerOf(surroundings)
  const trial = await tryRollout(client, manifest)
  return { surroundings, wish, manifest, trial, ...(owner && { owner }) }
}

function forecastOf({ surroundings, manifest, wish }: Subject, clock: Clock): readonly Row[] {
  const exists = surroundings.rollouts.some(({ metadata }) => metadata.name === wish.name)
  return exists ? [] : forecast(worldAtCreation(surroundings, manifest, clock.now()), clock.now())
}

function broken(rows: readonly Row[], { wish }: Asked): readonly Finding[] {
  const row = rows.find(({ isWithin }) => !isWithin)
  if (!row?.bounds) return []
  const text = `the simulation leaves its bounds: ${row.available} available of at least ${row.bounds.least}, ${row.total} pods of at most ${row.bounds.most}`
  return [error('BoundsBroken', `Rollout/${wish.name}`, text, 'report this plan as a bug; do not apply it')]
}

function smaller({ surroundings }: Subject): readonly Finding[] {
  const size = sizeOf(surroundings)
  if (size <= MOST_PODS) return []
  const text = `what would happen is told for ${MOST_PODS} pods instead of ${size}`
  return [info('SimulatedSmaller', `Deployment/${surroundings.deployment.metadata.name}`, text)]
}
