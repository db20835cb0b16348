/** Asks the API server whether it would take the Rollout: its CRD, policies, webhooks and RBAC all answer, and nothing is stored. */
import type { Client } from '../../../controller/client/client.ts'
import { ApiError } from '../../../controller/client/error.ts'
import { pathOf, resources } from '../../../controller/client/path.ts'
import type { Rollout } from '../cluster/objects.ts'
import type { Manifest } from './manifest.ts'

export const FIELD_MANAGER = 'slipway-migrate'

export type Trial =
  | { readonly taken: Rollout }
  | { readonly refused: { readonly code: number; readonly message: string } }

export async function tryRollout(client: Client, manifest: Manifest): Promise<Trial> {
  try {
    return { taken: await applyRollout(client, manifest, { dryRun: 'All', force: 'true' }) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { refused: { code: error.code, message: error.message } }
  }
}

export function applyRollout(
  client: Client,
  manifest: Manifest,
  query: { readonly dryRun?: string | undefined; readonly force?: string },
): Promise<Rollout> {
  const { namespace, name } = manifest.metadata
  return client.request<Rollout>({
    method: 'PATCH',
    path: pathOf(resources.rollouts, { namespace, name }, { fieldManager: FIELD_MANAGER, ...query }),
    contentType: 'application/apply-patch+yaml',
    body: manifest,
  })
}
