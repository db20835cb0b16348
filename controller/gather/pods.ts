import type { ObjectMeta } from '../../core/kube/types.ts'
import type { PodView, World } from '../../core/world.ts'
import type { Client } from '../client/client.ts'
import { pathOf, resources } from '../client/path.ts'
import { selectorText } from './selector.ts'

interface RawPod {
  readonly metadata: ObjectMeta & { readonly name: string; readonly uid: string; readonly resourceVersion: string }
  readonly status?: { readonly conditions?: readonly RawCondition[] }
}

interface RawCondition {
  readonly type: string
  readonly status: string
  readonly lastTransitionTime?: string
}

/** Pods are not watched: only a restart and ephemeral metadata need them, and then they are listed live (contract rollout 9.4, 11.5). */
export async function listPods(client: Client, { rollout, workload, replicaSets }: World): Promise<readonly PodView[]> {
  const selector = rollout.spec.selector ?? (workload.state === 'resolved' ? workload.selector : undefined)
  if (!selector) return []
  const { items } = await client.request<{ readonly items: readonly RawPod[] }>({
    method: 'GET',
    path: pathOf(resources.pods, { namespace: rollout.metadata.namespace }, { labelSelector: selectorText(selector) }),
  })
  const owners = new Set(replicaSets.map(set => set.uid))
  return items.map(podView).filter(pod => pod.ownerUid !== undefined && owners.has(pod.ownerUid))
}

function podView({ metadata, status }: RawPod): PodView {
  const owner = metadata.ownerReferences?.find(reference => reference.controller)
  const ready = status?.conditions?.find(condition => condition.type === 'Ready' && condition.status === 'True')
  return {
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    creationTimestamp: metadata.creationTimestamp ?? '',
    ...(metadata.deletionTimestamp === undefined ? {} : { deletionTimestamp: metadata.deletionTimestamp }),
    ...(owner ? { ownerUid: owner.uid } : {}),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    ready: ready !== undefined,
    ...(ready?.lastTransitionTime ? { readySince: ready.lastTransitionTime } : {}),
  }
}
