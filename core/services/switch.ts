/** Points a Service at one version by the hash key of its selector; every other key stays as it is (contract rollout 11.1). */
import { type Draft, withPatch } from '../draft.ts'
import { HASH, MANAGED_BY } from '../keys.ts'
import type { Situation } from '../situation.ts'
import type { ReplicaSetView, ServiceView } from '../world.ts'

/** Nothing when the selector is right and the Service already says whose it is. */
export function withSelector(s: Situation, draft: Draft, service: ServiceView, rs: ReplicaSetView): Draft {
  const hash = rs.labels[HASH] ?? ''
  const from = service.selector[HASH] ?? ''
  const isManaged = service.annotations[MANAGED_BY] !== undefined
  if (from === hash && isManaged) return draft
  const name = s.rollout.metadata.name
  return withPatch(draft, {
    target: { apiVersion: 'v1', kind: 'Service', namespace: s.rollout.metadata.namespace, name: service.name },
    body: {
      spec: { selector: { [HASH]: hash } },
      ...(isManaged ? {} : { metadata: { annotations: { [MANAGED_BY]: name } } }),
    },
    preconditions: { uid: service.uid, resourceVersion: service.resourceVersion },
    because: `revision ${hash} takes over`,
    notes: [
      {
        type: 'Normal',
        reason: 'SwitchService',
        message: `Switched selector for service '${service.name}' from '${from}' to '${hash}'`,
      },
    ],
  })
}
