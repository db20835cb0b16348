/** What is kept of a workload that was read: the part of the world, and what the controller itself has said on it. */
import { HASH, ROLLOUT_OBSERVED } from '../../core/keys.ts'
import type { Workload, WorkloadCounts } from '../../core/world.ts'
import { deepFreeze } from '../cache/freeze.ts'
import type { RawWorkload, WorkloadKind } from './kinds.ts'

export type Resolved = Workload & { readonly state: 'resolved' }

export interface Known {
  readonly workload: Resolved
  readonly resourceVersion: string
  /** Its condition `ROLLOUT_OBSERVED`. */
  readonly observed?: { readonly status?: string; readonly reason?: string; readonly message?: string }
}

/** Undefined for an object without a pod template. */
export function knownFrom(kind: WorkloadKind, object: RawWorkload): Known | undefined {
  const template = kind.template(object)
  if (!template) return undefined
  const { metadata, spec = {}, status } = object
  const selector = kind.selector(object)
  const observed = status?.conditions?.find(({ type }) => type === ROLLOUT_OBSERVED)
  return deepFreeze({
    workload: {
      state: 'resolved',
      uid: metadata.uid,
      template: withoutHash(template),
      generation: metadata.generation ?? 0,
      deleting: metadata.deletionTimestamp !== undefined,
      ...(selector ? { selector } : {}),
      ...(spec.replicas === undefined ? {} : { replicas: spec.replicas }),
      ...(status ? { counts: countsOf(status) } : {}),
    },
    resourceVersion: metadata.resourceVersion,
    ...(observed ? { observed } : {}),
  })
}

function countsOf({
  replicas = 0,
  availableReplicas = 0,
  observedGeneration = 0,
}: Partial<WorkloadCounts>): WorkloadCounts {
  return { replicas, availableReplicas, observedGeneration }
}

/** A template that somebody copied out of a ReplicaSet carries that one's hash; it would select nothing of ours (users 4-G12). */
function withoutHash(template: Resolved['template']): Resolved['template'] {
  const labels = template.metadata?.labels
  if (!labels || !(HASH in labels)) return template
  const { [HASH]: _, ...rest } = labels
  return { ...template, metadata: { ...template.metadata, labels: rest } }
}
