import { isCode } from '../../../controller/client/error.ts'
import { hasTaken } from '../../../core/workload/handover.ts'
import { applyTarget } from '../apply/retarget.ts'
import { isAvailable, shortOf } from '../cluster/available.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Deployment, Rollout } from '../cluster/objects.ts'
import { Reader } from '../cluster/reader.ts'
import { type ExitCode, exitCodes } from '../options.ts'
import { scalersOf } from '../patches/scalers.ts'
import type { Subject } from '../preflight/finding.ts'
import { waitFor } from '../waiting.ts'
import { deleteRollout } from './delete.ts'
import { forgetRollout } from './forget.ts'
import { release } from './release.ts'
import type { Reverting } from './reverting.ts'

/** Throws what the API server refuses. Autoscalers come last, since one that finds half of the pods would ask for more; whoever does not wait has them moved now. */
export async function revert(subject: Subject, rollout: Rollout, options: Reverting): Promise<ExitCode> {
  const { deployment, namespace } = subject.surroundings
  const { client, say } = options
  if (!options.waits) await moveScalers(subject, options)
  // Nobody would give back what no finalizer keeps: an upstream controller's Rollout takes its pods along.
  const isOurs = options.isReleased || !hasTaken({ rollout })
  if (isOurs) await release(subject, rollout, options)
  else await deleteRollout(client, rollout)
  if (!options.waits) return exitCodes.underWay
  const left = await waitUntilBack(namespace, rollout, deployment, options)
  // Also when the time was up: the Rollout may go later, and nobody would come back for them.
  await moveScalers(subject, options)
  if (left !== undefined) {
    say(
      `${left}: not over when the time was up; see slipway migrate status ${rollout.metadata.name}, or use --release if no controller runs\n`,
    )
    return exitCodes.underWay
  }
  await forgetRollout(client, namespace, deployment.metadata.name)
  say(`deployment "${deployment.metadata.name}" is available, rollout "${rollout.metadata.name}" is gone\n`)
  return exitCodes.done
}

async function moveScalers(subject: Subject, { client, say }: Reverting): Promise<void> {
  for (const scaler of scalersOf(subject, 'Rollout')) {
    await applyTarget(client, scaler, 'Deployment', subject.surroundings.deployment.metadata.name, false)
    say(`${scaler.kind} "${scaler.object.metadata.name}" scales the Deployment again\n`)
  }
}

/** What is still missing when the time is up. */
function waitUntilBack(
  namespace: string,
  rollout: Rollout,
  deployment: Deployment,
  { client, patience, say }: Reverting,
): Promise<string | undefined> {
  const reader = new Reader(client)
  let last = ''
  const look = async () => {
    const now = await reader.get<Deployment>(kinds.deployments, namespace, deployment.metadata.name)
    const isGone = !(await isThere(reader, rollout))
    const left = isAvailable(now)
      ? isGone
        ? undefined
        : `rollout "${rollout.metadata.name}" is still there`
      : shortOf(now)
    if (left !== undefined && left !== last) say(`${left}\n`)
    last = left ?? ''
    return left
  }
  return waitFor(patience, look, left => left === undefined)
}

async function isThere(reader: Reader, { metadata }: Rollout): Promise<boolean> {
  try {
    const found = await reader.get<Rollout>(kinds.rollouts, metadata.namespace, metadata.name)
    return found.metadata.uid === metadata.uid
  } catch (error) {
    if (isCode(error, 404)) return false
    throw error
  }
}
