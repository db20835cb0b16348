/** Deployment: which ReplicaSet has how many pods. The order of a pass is that of k8s.io/kubernetes pkg/controller/deployment. */
import type { KubeObject } from '../../api.ts'
import { type Controller, queueOf } from '../context.ts'
import { keyOf, kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { claim, controllerOf, isDeleting, ownersToTell } from '../owner.ts'
import { isRolling } from './budget.ts'
import { notePause } from './progress.ts'
import { recreate } from './recreate.ts'
import { cleanUp, type Revisions, revisionsOf, withRevision } from './revision.ts'
import { roll } from './rolling.ts'
import { isResized, resize } from './scaling.ts'
import { writeStatus } from './status.ts'

export const deploymentController: Controller = context => {
  const { view } = context
  const deployments = view.of(kinds.deployments)
  const sets = view.of(kinds.replicaSets)
  const queue = queueOf('deployment', context, key => sync(view, key))
  const tell = (set: KubeObject | undefined) => {
    if (set) for (const key of ownersToTell(set, 'Deployment', () => deployments.list())) queue.add(key)
  }
  deployments.onChange(deployment => queue.add(keyOf(deployment)))
  sets.onChange((set, before) => [set, before].forEach(tell))
  // A pod that is gone may be the last old one that a Recreate waits for.
  view.of(kinds.pods).onChange((pod, _, gone) => {
    const owner = controllerOf(pod)
    if (gone && owner?.kind === 'ReplicaSet') tell(sets.get(`${pod.metadata.namespace}/${owner.name}`))
  })
  return queue
}

async function sync(view: View, key: string): Promise<number | undefined> {
  const stored = view.of(kinds.deployments).get(key)
  if (!stored) return undefined
  const owner = { resource: kinds.deployments, object: stored, selector: stored.spec.selector }
  const candidates = view.of(kinds.replicaSets).list(stored.metadata.namespace)
  const claimed = await claim(view, owner, kinds.replicaSets, candidates)
  if (isDeleting(stored)) return writeStatus(view, revisionsOf(stored, claimed), false)
  const found = revisionsOf(await notePause(view, stored), claimed)
  if (found.deployment.spec.paused || isResized(found)) return scaleOnly(view, found)
  return writeStatus(view, isRolling(stored) ? await roll(view, found) : await recreate(view, found), true)
}

/** A paused Deployment still scales, and one that was just resized scales before it goes on. */
async function scaleOnly(view: View, found: Revisions): Promise<number | undefined> {
  const revisions = await withRevision(view, found, false)
  await resize(view, revisions)
  if (revisions.deployment.spec.paused) await cleanUp(view, revisions)
  return writeStatus(view, revisions, false)
}
