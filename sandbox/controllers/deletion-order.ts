/**
 * Which pods a ReplicaSet gives up first (k8s.io/kubernetes pkg/controller ActivePodsWithRanks): what serves least goes first.
 * Equal pods keep the order of their names, so that the same run ends the same way; Kubernetes takes their uids.
 */
import { parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { conditionOf, isReady, restartsOf } from './pod.ts'

const PHASES = ['Pending', 'Unknown', 'Running']
const COST = 'controller.kubernetes.io/pod-deletion-cost'

/** All pods, those to delete first in front. `related` are the pods whose crowding of a node counts. */
export function deletionOrder(pods: readonly KubeObject[], related: readonly KubeObject[], now: number): KubeObject[] {
  const crowd = new Map<string, number>()
  for (const { spec } of related) if (spec.nodeName) crowd.set(spec.nodeName, (crowd.get(spec.nodeName) ?? 0) + 1)
  // Smaller means earlier, one criterion after the other.
  const criteria: ((pod: KubeObject) => number)[] = [
    pod => (pod.spec.nodeName ? 1 : 0),
    pod => PHASES.indexOf(pod.status?.phase ?? 'Pending'),
    pod => (isReady(pod) ? 1 : 0),
    pod => costOf(pod),
    pod => -(crowd.get(pod.spec.nodeName) ?? 0),
    pod => ageBucket(isReady(pod) ? conditionOf(pod, 'Ready')?.lastTransitionTime : undefined, now),
    pod => -restartsOf(pod),
    pod => ageBucket(pod.metadata.creationTimestamp, now),
  ]
  const ranked = pods.map(pod => ({ pod, rank: criteria.map(criterion => criterion(pod)) }))
  return ranked
    .sort((a, b) => compare(a.rank, b.rank) || (a.pod.metadata.name < b.pod.metadata.name ? -1 : 1))
    .map(({ pod }) => pod)
}

/** An integer as Kubernetes writes one; anything else counts as no cost. */
function costOf(pod: KubeObject): number {
  const text = pod.metadata.annotations?.[COST] ?? '0'
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0
}

/** Ages are compared by their order of magnitude (LogarithmicScaleDown), the younger first; without a time it is the youngest. */
function ageBucket(time: string | undefined, now: number): number {
  const age = now - (parseTime(time) ?? now)
  return age <= 0 ? -1 : Math.floor(Math.log2(age * 1e6))
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}
