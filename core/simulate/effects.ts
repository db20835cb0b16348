/** Interprets intents in memory. A precondition that does not hold is a conflict, as on a real API server. */
import type { RolloutStatus } from '../api/types.ts'
import type { Body, Doomed, Intent, Preconditions, Target } from '../intent.ts'
import { withDefaults } from '../kube/template/defaults.ts'
import { formatTime } from '../kube/time.ts'
import type { Cluster, Pod, ReplicaSet, Service } from './objects.ts'

export type Outcome = { readonly done: Cluster } | { readonly failed: 'Conflict' | 'NotFound' | 'AlreadyExists' }

export function applyIntent(cluster: Cluster, intent: Intent): Outcome {
  switch (intent.do) {
    case 'create':
      return create(cluster, intent.object)
    case 'patch':
      return patch(cluster, intent)
    case 'delete':
      return remove(cluster, intent.target, intent.preconditions)
    case 'evict':
      return { done: intent.pods.slice(0, intent.count).reduce(evict, cluster) }
    case 'measure':
    case 'verify':
      return { done: cluster }
  }
}

export function applyStatus(cluster: Cluster, status: RolloutStatus): Cluster {
  const version = cluster.version + 1
  const metadata = { ...cluster.rollout.metadata, resourceVersion: String(version) }
  return { ...cluster, version, rollout: { ...cluster.rollout, metadata, status } }
}

function create(cluster: Cluster, object: Body & { readonly metadata: { readonly name: string } }): Outcome {
  if (cluster.replicaSets.some(rs => rs.metadata.name === object.metadata.name)) return { failed: 'AlreadyExists' }
  const version = cluster.version + 1
  const made = object as unknown as ReplicaSet
  const metadata = {
    ...made.metadata,
    uid: `rs-${version}`,
    resourceVersion: String(version),
    creationTimestamp: formatTime(cluster.now),
    generation: 1,
  }
  const status = { replicas: 0, readyReplicas: 0, availableReplicas: 0, observedGeneration: 0 }
  const spec = { ...made.spec, template: withDefaults(made.spec.template) }
  return { done: { ...cluster, version, replicaSets: [...cluster.replicaSets, { ...made, metadata, spec, status }] } }
}

function patch(cluster: Cluster, intent: Extract<Intent, { readonly do: 'patch' }>): Outcome {
  const { target, body, preconditions } = intent
  if (target.kind === 'Deployment') return { done: scaleWorkload(cluster, body) }
  const object = find(cluster, target)
  if (!object) return target.kind === 'Pod' ? { done: cluster } : { failed: 'NotFound' }
  if (!holds(object, preconditions)) return { failed: 'Conflict' }
  const version = cluster.version + 1
  const patched = mergePatch(object, body) as typeof object
  const isSpec = 'spec' in body && 'generation' in patched.metadata
  const generation = isSpec ? { generation: (patched.metadata.generation ?? 0) + 1 } : {}
  const metadata = { ...patched.metadata, resourceVersion: String(version), ...generation }
  return { done: replace({ ...cluster, version }, object, { ...patched, metadata } as typeof object) }
}

function scaleWorkload(cluster: Cluster, body: Body): Cluster {
  const { workload } = cluster
  const { replicas } = body.spec as { readonly replicas: number }
  if (workload.state !== 'resolved') return cluster
  return { ...cluster, workload: { ...workload, replicas, generation: workload.generation + 1 } }
}

function remove(cluster: Cluster, target: Target, preconditions: Preconditions): Outcome {
  const object = find(cluster, target)
  if (!object) return { failed: 'NotFound' }
  if (!holds(object, preconditions)) return { failed: 'Conflict' }
  const without = <T>(items: readonly T[]) => items.filter(item => (item as unknown) !== object)
  const { replicaSets, pods } = cluster
  return { done: { ...cluster, replicaSets: without(replicaSets), pods: without(pods) } }
}

function evict(cluster: Cluster, { target, preconditions }: Doomed): Cluster {
  const gone = remove(cluster, target, preconditions)
  return 'done' in gone ? gone.done : cluster
}

type Any = Cluster['rollout'] | ReplicaSet | Service | Pod

function find(cluster: Cluster, { kind, name }: Target): Any | undefined {
  if (kind === 'Rollout') return cluster.rollout
  const all: readonly (ReplicaSet | Service | Pod)[] = [...cluster.replicaSets, ...cluster.services, ...cluster.pods]
  return all.find(object => object.kind === kind && object.metadata.name === name)
}

function holds({ metadata }: Any, { uid, resourceVersion }: Preconditions): boolean {
  return metadata.uid === uid && (resourceVersion === undefined || metadata.resourceVersion === resourceVersion)
}

function replace(cluster: Cluster, before: Any, after: Any): Cluster {
  const swap = <T>(items: readonly T[]) => items.map(item => ((item as unknown) === before ? (after as T) : item))
  if (before === cluster.rollout) return { ...cluster, rollout: after as Cluster['rollout'] }
  const { replicaSets, services, pods } = cluster
  return { ...cluster, replicaSets: swap(replicaSets), services: swap(services), pods: swap(pods) }
}

/** JSON merge patch (RFC 7386): null removes, objects merge, anything else replaces. */
export function mergePatch(target: unknown, body: unknown): unknown {
  if (!isObject(body)) return body
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(body)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
