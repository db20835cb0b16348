/** Gives Services back that their Rollout does not refer to any more (contract rollout 11.1). */
import type { Rollout } from '../../core/api/types.ts'
import { HASH, MANAGED_BY } from '../../core/keys.ts'
import { decideService } from '../../core/services/cleanup.ts'
import { write } from '../apply/write.ts'
import { type Caches, namespaceOf } from '../cache/caches.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import { done, type Outcome, retry } from '../queue/outcome.ts'

export interface CleanOptions {
  readonly client: Client
  readonly caches: Caches
  readonly mayWrite: () => void
}

export async function cleanService(key: string, { client, caches, mayWrite }: CleanOptions): Promise<Outcome> {
  const service = caches.services.get(key)
  if (!service || !isCandidate(key, caches)) return done
  try {
    // Ask the API server: the Rollout may belong to another instance, or be newer than our view (contract trap 59).
    const owner = await liveRollout(client, namespaceOf(key), service.annotations[MANAGED_BY]!)
    const intent = decideService(service, namespaceOf(key), owner ? [owner] : [])
    if (!intent) return done
    mayWrite()
    await write(client, intent)
    return done
  } catch (error) {
    return retry(error)
  }
}

/** Whether the Service selects by hash and says whose it is, and as far as the caches go that Rollout does not name it: others that do wait for it. */
export function isCandidate(key: string, { services, rollouts }: Caches): boolean {
  const service = services.get(key)
  const owner = service?.annotations[MANAGED_BY]
  if (owner === undefined || service?.selector[HASH] === undefined) return false
  return rollouts.by('service', key).every(({ metadata }) => metadata.name !== owner)
}

/** The key of the Rollout that the Service says it belongs to. */
export function managerOf(key: string, { services }: Caches): string {
  return `${namespaceOf(key)}/${services.get(key)?.annotations[MANAGED_BY]}`
}

async function liveRollout(client: Client, namespace: string, name: string): Promise<Rollout | undefined> {
  try {
    return await client.request<Rollout>({ method: 'GET', path: pathOf(resources.rollouts, { namespace, name }) })
  } catch (error) {
    if (isCode(error, 404)) return undefined
    throw error
  }
}
