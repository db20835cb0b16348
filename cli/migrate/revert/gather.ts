import type { Client } from '../../../controller/client/client.ts'
import { gatherSurroundings } from '../cluster/gather.ts'
import type { Rollout } from '../cluster/objects.ts'
import type { Subject } from '../preflight/finding.ts'
import { ownerOf } from '../preflight/owner.ts'
import type { Wish } from '../rollout/wish.ts'
import { gatherStanding } from '../status/standing.ts'

export interface WayBack {
  readonly subject: Subject
  readonly rollout: Rollout
}

/** What a plan looks at, seen from the Rollout that is there. Throws when there is nothing to give back, or nobody to give it to. */
export async function gatherWayBack(client: Client, namespace: string, name: string): Promise<WayBack> {
  const { rollout } = await gatherStanding(client, namespace, name)
  const surroundings = await gatherSurroundings(client, namespace, rollout.spec.workloadRef!.name!)
  const owner = ownerOf(surroundings)
  const { apiVersion, kind, metadata, spec } = rollout
  const wish: Wish = {
    name: metadata.name,
    strategy: spec.strategy?.blueGreen ? 'blueGreen' : 'canary',
    scaleDown: (spec.workloadRef?.scaleDown ?? 'never') as Wish['scaleDown'],
  }
  const manifest = { apiVersion, kind, metadata, spec }
  return { rollout, subject: { surroundings, wish, manifest, trial: { taken: rollout }, ...(owner && { owner }) } }
}
