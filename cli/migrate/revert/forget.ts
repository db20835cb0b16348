/** The condition that tells Argo CD what the Rollout knows of its Deployment has nobody to keep it up any more. */
import type { Client } from '../../../controller/client/client.ts'
import { pathOf } from '../../../controller/client/path.ts'
import { ROLLOUT_OBSERVED } from '../../../core/keys.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Deployment } from '../cluster/objects.ts'
import { FIELD_MANAGER } from '../rollout/trial.ts'

/** Through the status, so that nothing of the spec can change. */
export async function forgetRollout(client: Client, namespace: string, name: string): Promise<void> {
  const { status } = await client.request<Deployment>({
    method: 'GET',
    path: pathOf(kinds.deployments, { namespace, name }),
  })
  if (!status?.conditions?.some(({ type }) => type === ROLLOUT_OBSERVED)) return
  await client.request({
    method: 'PATCH',
    path: pathOf(kinds.deployments, { namespace, name, subresource: 'status' }, { fieldManager: FIELD_MANAGER }),
    contentType: 'application/strategic-merge-patch+json',
    body: { status: { conditions: [{ type: ROLLOUT_OBSERVED, $patch: 'delete' }] } },
  })
}
