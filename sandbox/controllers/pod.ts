/** What the controllers read from a pod's status. Rules of k8s.io/kubernetes pkg/api/v1/pod. */

import { parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { isDeleting } from './owner.ts'

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly lastUpdateTime?: string
}

export const conditionOf = (object: KubeObject, type: string): Condition | undefined =>
  (object.status?.conditions as Condition[] | undefined)?.find(condition => condition.type === type)

export const isFinished = (pod: KubeObject): boolean => ['Succeeded', 'Failed'].includes(pod.status?.phase)

/** Counts for a workload: neither over nor on its way out. */
export const isActive = (pod: KubeObject): boolean => !isFinished(pod) && !isDeleting(pod)

export const isReady = (pod: KubeObject): boolean => readyOf(pod)?.status === 'True'

/** Objects in a cache never change, and their readiness is asked for at each change of each of their fellows. */
const known = new WeakMap<KubeObject, Condition | undefined>()

function readyOf(pod: KubeObject): Condition | undefined {
  if (!known.has(pod)) known.set(pod, conditionOf(pod, 'Ready'))
  return known.get(pod)
}

/** The instant from which a ready pod is available; undefined while it is not ready. */
export function availableAt(pod: KubeObject, minReadySeconds = 0): number | undefined {
  const ready = readyOf(pod)
  if (ready?.status !== 'True') return undefined
  if (minReadySeconds === 0) return 0
  const since = parseTime(ready.lastTransitionTime)
  return since === undefined ? undefined : since + minReadySeconds * 1000
}

export const restartsOf = (pod: KubeObject): number =>
  Math.max(
    0,
    ...(pod.status?.containerStatuses ?? []).map((status: { restartCount?: number }) => status.restartCount ?? 0),
  )
