/** `migrate apply`: the cluster's side of a migration, for teams without GitOps. */
import type { Client } from '../../../controller/client/client.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Rollout } from '../cluster/objects.ts'
import { Reader } from '../cluster/reader.ts'
import { type ExitCode, exitCodes } from '../options.ts'
import { scalersOf } from '../patches/scalers.ts'
import type { Plan } from '../plan/plan.ts'
import type { Subject } from '../preflight/finding.ts'
import { applyRollout } from '../rollout/trial.ts'
import { takesPods } from '../rollout/wish.ts'
import { follow } from '../status/follow.ts'
import { exitCodeOf } from '../status/verdict.ts'
import { type Patience, waitFor } from '../waiting.ts'
import { applyTarget } from './retarget.ts'

export interface Applying {
  readonly client: Client
  readonly patience: Patience
  readonly isDryRun: boolean
  /** Follow it until it is drained. */
  readonly waits: boolean
  readonly say: (text: string) => void
}

/** Throws what the API server refuses. */
export async function apply(plan: Plan, options: Applying): Promise<ExitCode> {
  const { subject } = plan
  await createRollout(subject, options)
  if (!(await moveScalers(subject, options))) return exitCodes.trouble
  if (options.isDryRun || !options.waits || !takesPods(subject.wish)) return exitCodes.done
  return exitCodeOf(await follow(options, subject.surroundings.namespace, subject.wish.name))
}

/** One that is there is left as it is: by now its size may be its own. */
async function createRollout(
  { surroundings, wish, manifest }: Subject,
  { client, isDryRun, say }: Applying,
): Promise<void> {
  if (surroundings.rollouts.some(({ metadata }) => metadata.name === wish.name))
    return say(`rollout "${wish.name}" is there already\n`)
  await applyRollout(client, manifest, { dryRun: isDryRun ? 'All' : undefined })
  say(`rollout "${wish.name}" created${suffix(isDryRun)}\n`)
}

/** An autoscaler that looks before the Rollout has a selector gives up on it for a while. */
async function moveScalers(subject: Subject, options: Applying): Promise<boolean> {
  const scalers = takesPods(subject.wish) ? scalersOf(subject, 'Deployment') : []
  const { name } = subject.wish
  if (scalers.length > 0 && !options.isDryRun && !(await isScalable(subject, options))) {
    options.say(
      `no controller has taken rollout "${name}" up: what scales the Deployment was left as it is; see whether the controller runs, then apply again\n`,
    )
    return false
  }
  for (const scaler of scalers) {
    await applyTarget(options.client, scaler, 'Rollout', name, options.isDryRun)
    options.say(`${scaler.kind} "${scaler.object.metadata.name}" scales the Rollout${suffix(options.isDryRun)}\n`)
  }
  return true
}

async function isScalable(
  { surroundings: { namespace }, wish }: Subject,
  { client, patience }: Applying,
): Promise<boolean> {
  const reader = new Reader(client)
  const look = () => reader.get<Rollout>(kinds.rollouts, namespace, wish.name)
  const hasSelector = ({ status }: Rollout) => Boolean(status?.selector)
  return hasSelector(await waitFor({ ...patience, timeout: Math.min(patience.timeout, 30_000) }, look, hasSelector))
}

const suffix = (isDryRun: boolean) => (isDryRun ? ' (dry run)' : '')
