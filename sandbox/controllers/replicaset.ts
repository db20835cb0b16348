/** ReplicaSet: as many pods as the spec says, and a status that counts them. */

import { semanticallyEqual } from '../../core/kube/equality.ts'
import { formatTime } from '../../core/kube/time.ts'
import { ApiError, type KubeObject } from '../api.ts'
import { type Controller, queueOf } from './context.ts'
import { deletionOrder } from './deletion-order.ts'
import { keyOf, kinds } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { claim, controllerOf, controllerReference, isDeleting, ownersToTell } from './owner.ts'
import { availableAt, type Condition, conditionOf, isActive, isReady } from './pod.ts'
import { isSubset } from './selector.ts'

export const replicaSetController: Controller = context => {
  const { view } = context
  const sets = view.of(kinds.replicaSets)
  const pods = view.of(kinds.pods)
  const queue = queueOf('replicaset', context, key => sync(view, key))
  sets.onChange(set => queue.add(keyOf(set)))
  pods.onChange((pod, before) => {
    for (const key of [pod, before].flatMap(o => (o ? ownersToTell(o, 'ReplicaSet', () => sets.list()) : [])))
      queue.add(key)
  })
  return queue
}

async function sync(view: View, key: string): Promise<number | undefined> {
  const set = view.of(kinds.replicaSets).get(key)
  if (!set) return undefined
  const owner = { resource: kinds.replicaSets, object: set, selector: set.spec.selector }
  const active = view.of(kinds.pods).list(set.metadata.namespace).filter(isActive)
  const pods = await claim(view, owner, kinds.pods, active)
  const failure = isDeleting(set) ? undefined : await resize(view, set, pods)
  // One instant for both: what is not yet available in the status is waited for.
  const now = view.clock.now()
  await writeStatus(view, set, pods, now, failure)
  if (failure) throw failure
  return nextAvailable(pods, set.spec.minReadySeconds ?? 0, now)
}

/** Creates or deletes what is missing or too much; a refused creation is answered, so that the status can say it. */
async function resize(view: View, set: KubeObject, pods: readonly KubeObject[]): Promise<ApiError | undefined> {
  const missing = set.spec.replicas - pods.length
  try {
    for (let i = 0; i < missing; i++) {
      const { metadata } = await view.create(kinds.pods, podOf(set))
      await view.tell(set, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${metadata.name}` })
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    await view.tell(set, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` })
    return error
  }
  if (missing < 0) {
    const order = deletionOrder(pods, relatedPods(view, set), view.clock.now())
    for (const pod of order.slice(0, -missing)) {
      await view.delete(kinds.pods, pod)
      await view.tell(set, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` })
    }
  }
  return undefined
}

function podOf(set: KubeObject): KubeObject {
  const { metadata = {}, spec } = set.spec.template
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      namespace: set.metadata.namespace,
      generateName: `${set.metadata.name}-`,
      ownerReferences: [controllerReference(kinds.replicaSets, set)],
    },
    spec,
  }
}

/** Pods of all ReplicaSets with the same controller: a node that holds many of them loses one first. */
function relatedPods(view: View, set: KubeObject): KubeObject[] {
  const above = controllerOf(set)?.uid
  const siblings = view.of(kinds.replicaSets).list(set.metadata.namespace)
  const uids = new Set(siblings.filter(s => above && controllerOf(s)?.uid === above).map(s => s.metadata.uid))
  uids.add(set.metadata.uid)
  return view
    .of(kinds.pods)
    .list(set.metadata.namespace)
    .filter(pod => isActive(pod) && uids.has(controllerOf(pod)?.uid))
}

async function writeStatus(
  view: View,
  set: KubeObject,
  pods: readonly KubeObject[],
  now: number,
  failure?: ApiError,
): Promise<void> {
  const isAvailable = (pod: KubeObject) =>
    (availableAt(pod, set.spec.minReadySeconds) ?? Number.POSITIVE_INFINITY) <= now
  const wanted = set.spec.template.metadata?.labels
  const status = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter(pod => isSubset(wanted, pod.metadata.labels)).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter(isAvailable).length,
    observedGeneration: set.metadata.generation,
    conditions: conditionsOf(set, failure, now),
  }
  const { terminatingReplicas, ...stored } = set.status ?? {}
  const none = { fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0 }
  if (semanticallyEqual({ ...none, ...stored }, status)) return
  await view.patch(kinds.replicaSets, set, { status }, 'status')
}

function conditionsOf(set: KubeObject, failure: ApiError | undefined, now: number): Condition[] {
  const others = ((set.status?.conditions ?? []) as Condition[]).filter(
    condition => condition.type !== 'ReplicaFailure',
  )
  if (!failure) return others
  const known = conditionOf(set, 'ReplicaFailure')
  const fresh = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure.message }
  return [...others, known?.message === failure.message ? known : { ...fresh, lastTransitionTime: formatTime(now) }]
}

function nextAvailable(pods: readonly KubeObject[], minReadySeconds: number, now: number): number | undefined {
  const later = pods.map(pod => availableAt(pod, minReadySeconds) ?? 0).filter(at => at > now)
  return later.length > 0 ? Math.min(...later) : undefined
}
