/**
 * Before another version takes the place of stable because that is not there, stable is looked for live: our watch shows ReplicaSets with a hash
 * label only, and without it a version that has all its pods would be passed over, with every step and gate before the next one.
 */
import { HASH } from '../../core/keys.ts'
import type { World } from '../../core/world.ts'
import { hashOf, ownerUid, relabel } from '../apply/label.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'

/** False: it is there, has its label back, and the watch is to show it. */
export async function isStableGone(
  { rollout, replicaSets }: World,
  { client, mayWrite }: { readonly client: Client; readonly mayWrite: () => void },
): Promise<boolean> {
  const { namespace, name, uid } = rollout.metadata
  const hash = rollout.status?.stableRS
  if (!hash || replicaSets.some(({ labels }) => labels[HASH] === hash)) return true
  const path = pathOf(resources.replicasets, { namespace, name: `${name}-${hash}` })
  const stable = await found(client, path)
  if (!stable || stable.metadata.deletionTimestamp !== undefined || ownerUid(stable) !== uid) return true
  if (hashOf(stable) !== hash) {
    mayWrite()
    await relabel(client, stable, hash)
  }
  return false
}

async function found(client: Client, path: string): Promise<KubeObject | undefined> {
  try {
    return await client.request<KubeObject>({ method: 'GET', path })
  } catch (error) {
    if (isCode(error, 404)) return undefined
    throw error
  }
}
