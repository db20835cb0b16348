/** RollingUpdate: the newest grows as far as maxSurge lets it, then the old ones shrink as far as maxUnavailable lets them. One of both in a pass. */
import type { KubeObject } from '../../api.ts'
import type { View } from '../loop/view.ts'
import { sum } from '../share.ts'
import { availableOf, maxUnavailable, replicasOf, totalReplicas } from './budget.ts'
import { isComplete } from './progress.ts'
import { allOf, cleanUp, type Revisions, roomForNewest, withRevision } from './revision.ts'
import { scaleTo } from './scaling.ts'

export async function roll(view: View, found: Revisions): Promise<Revisions> {
  const revisions = await withRevision(view, found, true)
  const { deployment, newest, old } = revisions
  const size = sizeOfNewest(revisions)
  if (size !== replicasOf(newest!)) return { ...revisions, newest: await scaleTo(view, deployment, newest!, size) }
  const sizes = sizesOfOld(revisions)
  if (sizes.some((replicas, i) => replicas !== replicasOf(old[i]!)))
    return { ...revisions, old: await scaleAll(view, deployment, old, sizes) }
  if (isComplete(deployment, deployment.status ?? {})) await cleanUp(view, revisions)
  return revisions
}

async function scaleAll(
  view: View,
  deployment: KubeObject,
  sets: readonly KubeObject[],
  sizes: readonly number[],
): Promise<KubeObject[]> {
  const scaled: KubeObject[] = []
  for (const [i, set] of sets.entries())
    scaled.push(sizes[i] === replicasOf(set) ? set : await scaleTo(view, deployment, set, sizes[i]!))
  return scaled
}

function sizeOfNewest({ deployment, newest, old }: Revisions): number {
  const size = replicasOf(newest!)
  return size >= replicasOf(deployment) ? replicasOf(deployment) : roomForNewest(deployment, old, size)
}

/** Pods that are not available go first, they serve nobody; then available ones while enough of all stay available. */
export function sizesOfOld(revisions: Revisions): number[] {
  const { deployment, newest, old } = revisions
  const all = allOf(revisions)
  const least = replicasOf(deployment) - maxUnavailable(deployment)
  const waiting = newest ? replicasOf(newest) - availableOf(newest) : 0
  const most = totalReplicas(all) - least - waiting
  const sizes = old.map(replicasOf)
  if (most <= 0) return sizes
  takeAway(sizes, most, i => replicasOf(old[i]!) - availableOf(old[i]!))
  takeAway(sizes, sum(all.map(availableOf)) - least, i => sizes[i]!)
  return sizes
}

/** Takes `budget` pods off the sizes, oldest first, at most `spare(i)` of each. */
function takeAway(sizes: number[], budget: number, spare: (i: number) => number): void {
  let left = budget
  for (const i of sizes.keys()) {
    const taken = Math.max(0, Math.min(left, sizes[i]!, spare(i)))
    sizes[i]! -= taken
    left -= taken
  }
}
