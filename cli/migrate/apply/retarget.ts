/** Points what scales the pods at the one or the other: the reference and nothing else. */
import type { Client } from '../../../controller/client/client.ts'
import { pathOf } from '../../../controller/client/path.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Target } from '../cluster/targets.ts'
import { referenceTo, type Scaler } from '../patches/scalers.ts'
import { FIELD_MANAGER } from '../rollout/trial.ts'

const resources = {
  HorizontalPodAutoscaler: kinds.autoscalers,
  ScaledObject: kinds.scaledObjects,
  VerticalPodAutoscaler: kinds.verticalAutoscalers,
} as const

/** Refused with Conflict when the object has been replaced by another of its name. */
export async function applyTarget(
  client: Client,
  { kind, object, field }: Scaler,
  to: Target,
  name: string,
  dryRun: boolean,
): Promise<void> {
  const { namespace, name: scaler, uid } = object.metadata
  const query = { fieldManager: FIELD_MANAGER, dryRun: dryRun ? 'All' : undefined }
  await client.request({
    method: 'PATCH',
    path: pathOf(resources[kind], { namespace, name: scaler }, query),
    contentType: 'application/merge-patch+json',
    body: { metadata: { uid }, spec: { [field]: referenceTo(to, name) } },
  })
}
