/** Recreate: all old pods are gone before the first new one is made. */
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { controllerOf } from '../owner.ts'
import { isFinished } from '../pod.ts'
import { isScaledUp, replicasOf } from './budget.ts'
import { isComplete } from './progress.ts'
import { cleanUp, type Revisions, withRevision } from './revision.ts'
import { scaleTo } from './scaling.ts'

export async function recreate(view: View, found: Revisions): Promise<Revisions> {
  const revisions = await withRevision(view, found, false)
  const running = revisions.old.filter(isScaledUp)
  for (const set of running) await scaleTo(view, revisions.deployment, set, 0)
  if (running.length > 0 || hasOldPods(view, revisions)) return revisions
  const { deployment, newest, old } = await withRevision(view, revisions, true)
  const scaled = { deployment, newest: await scaleTo(view, deployment, newest!, replicasOf(deployment)), old }
  if (isComplete(deployment, deployment.status ?? {})) await cleanUp(view, scaled)
  return scaled
}

function hasOldPods(view: View, { deployment, old }: Revisions): boolean {
  const uids = new Set(old.map(set => set.metadata.uid))
  const pods = view.of(kinds.pods).list(deployment.metadata.namespace)
  return pods.some(pod => uids.has(controllerOf(pod)?.uid) && !isFinished(pod))
}
