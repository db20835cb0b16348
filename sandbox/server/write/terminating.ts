import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Cluster } from '../cluster.ts'
import { storageOf } from '../kinds.ts'

export const CRDS = 'apiextensions.k8s.io/customresourcedefinitions'
/** Holds a deleted definition until the last of its objects is gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

/** The status of an object whose deletion begins, for the kinds that say it there instead of by a generation and a grace period. */
export function terminating({ clock }: Cluster, kind: Kind, { status }: KubeObject): object | undefined {
  if (storageOf(kind) === '/namespaces') return { ...status, phase: 'Terminating' }
  if (storageOf(kind) !== CRDS) return undefined
  const condition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: formatTime(clock.now()),
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  }
  return { ...status, conditions: [...(status?.conditions ?? []), condition] }
}
