/** The Rollout's end, as both ways back ask for it. */
import type { Client } from '../../../controller/client/client.ts'
import { isCode } from '../../../controller/client/error.ts'
import { pathOf } from '../../../controller/client/path.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Rollout } from '../cluster/objects.ts'

/** In the background: in the foreground the garbage collector would delete its ReplicaSets before anything is given back. */
export async function deleteRollout(client: Client, { metadata }: Rollout): Promise<void> {
  const { namespace, name, uid } = metadata
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } }
  try {
    await client.request({ method: 'DELETE', path: pathOf(kinds.rollouts, { namespace, name }), body })
  } catch (error) {
    if (!isCode(error, 404)) throw error
  }
}
