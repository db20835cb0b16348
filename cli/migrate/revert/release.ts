/** Gives back by hand what a controller that does not run would: never below what runs, and the finalizer last. */
import type { Client } from '../../../controller/client/client.ts'
import { isCode } from '../../../controller/client/error.ts'
import { pathOf, resources } from '../../../controller/client/path.ts'
import { HAND_BACK, HASH, MANAGED_BY } from '../../../core/keys.ts'
import { servicesOf } from '../../../core/services/cleanup.ts'
import { hasTaken } from '../../../core/workload/handover.ts'
import { isAvailable } from '../cluster/available.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Deployment, ReplicaSet, Rollout, Service } from '../cluster/objects.ts'
import { Reader } from '../cluster/reader.ts'
import type { Subject } from '../preflight/finding.ts'
import { FIELD_MANAGER } from '../rollout/trial.ts'
import { waitFor } from '../waiting.ts'
import { deleteRollout } from './delete.ts'
import type { Reverting } from './reverting.ts'

/** Throws when the Deployment does not become available in time: then the Rollout keeps its pods. */
export async function release(subject: Subject, rollout: Rollout, options: Reverting): Promise<void> {
  const { client } = options
  // First where the finalizer holds it: a controller that runs after all goes the same way then, instead of draining again.
  if (hasTaken({ rollout })) await deleteRollout(client, rollout)
  await scaleBack(subject, rollout, options)
  await giveServicesBack(subject, rollout, client)
  await deleteRollout(client, rollout)
  await dropFinalizer(client, rollout)
}

async function scaleBack(
  { surroundings }: Subject,
  rollout: Rollout,
  { client, patience, say }: Reverting,
): Promise<void> {
  const { deployment, namespace } = surroundings
  const { name } = deployment.metadata
  const replicas = Math.max(
    deployment.spec.replicas,
    rollout.spec.replicas ?? 0,
    runningOf(surroundings.replicaSets, rollout),
  )
  if (replicas > deployment.spec.replicas) {
    const path = pathOf(
      resources.deployments,
      { namespace, name, subresource: 'scale' },
      { fieldManager: FIELD_MANAGER },
    )
    await client.request({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: { spec: { replicas } },
    })
    say(`deployment "${name}" scaled to ${replicas}\n`)
  }
  const reader = new Reader(client)
  const look = () => reader.get<Deployment>(kinds.deployments, namespace, name)
  const now = await waitFor(patience, look, isAvailable)
  if (!isAvailable(now))
    throw new Error(
      `deployment "${name}" is not available yet; rollout "${rollout.metadata.name}" keeps its pods until then; run this again`,
    )
}

/** Its pods, whatever its spec says. */
function runningOf(sets: readonly ReplicaSet[], { metadata }: Rollout): number {
  const own = sets.filter(set => set.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
  return own.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0)
}

/** The Deployment's pods do not carry the hash that the selectors ask for. */
async function giveServicesBack({ surroundings }: Subject, rollout: Rollout, client: Client): Promise<void> {
  const names = servicesOf(rollout)
  for (const { metadata } of surroundings.services.filter(
    service => names.includes(service.metadata.name) && isPinned(service),
  )) {
    const { namespace, name, uid } = metadata
    const path = pathOf(resources.services, { namespace, name }, { fieldManager: FIELD_MANAGER })
    const body = { metadata: { uid, annotations: { [MANAGED_BY]: null } }, spec: { selector: { [HASH]: null } } }
    await client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body })
  }
}

const isPinned = ({ spec }: Service) => spec.selector?.[HASH] !== undefined

async function dropFinalizer(client: Client, { metadata }: Rollout): Promise<void> {
  const { namespace, name } = metadata
  const path = pathOf(kinds.rollouts, { namespace, name })
  try {
    const { metadata: now } = await client.request<Rollout>({ method: 'GET', path })
    if (now.uid !== metadata.uid || !now.finalizers?.includes(HAND_BACK)) return
    const finalizers = now.finalizers.filter(each => each !== HAND_BACK)
    const body = { metadata: { uid: now.uid, resourceVersion: now.resourceVersion, finalizers } }
    await client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body })
  } catch (error) {
    if (!isCode(error, 404)) throw error
  }
}
