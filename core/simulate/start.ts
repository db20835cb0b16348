/** A cluster to simulate from what is known of a live one: "what happens if I promote now". */
import type { PodTemplate } from '../api/types.ts'
import { ownerReference } from '../identity/ownership.ts'
import { HASH } from '../keys.ts'
import type { Instant } from '../kube/time.ts'
import type { ReplicaSetView, World } from '../world.ts'
import type { Cluster, Pod, ReplicaSet } from './objects.ts'

/** Pods are made up from the counts; a template that was not fetched is made up from what its view knows of it. */
export function clusterOf(world: World, now: Instant): Cluster {
  const { rollout, workload, autoscalers } = world
  const replicaSets = world.replicaSets.map(rs => replicaSetOf(world, rs))
  return {
    now,
    version: 1_000_000,
    rollout,
    workload,
    ...(autoscalers ? { autoscalers } : {}),
    replicaSets,
    services: Object.values(world.services).map(({ selector, annotations, ...metadata }) => ({
      kind: 'Service',
      metadata: { ...metadata, annotations },
      spec: { selector },
    })),
    pods: world.replicaSets.flatMap(podsOf),
  }
}

function replicaSetOf(world: World, rs: ReplicaSetView): ReplicaSet {
  const { name, uid, resourceVersion, creationTimestamp, generation, labels, annotations } = rs
  const owners = rs.ownerUid === world.rollout.metadata.uid ? { ownerReferences: [ownerReference(world)] } : {}
  const metadata = { name, uid, resourceVersion, creationTimestamp, generation, labels, annotations, ...owners }
  const selector = { matchLabels: { [HASH]: labels[HASH] ?? '' } }
  const spec = { replicas: rs.replicas, minReadySeconds: rs.minReadySeconds, selector, template: templateOf(rs) }
  return { kind: 'ReplicaSet', metadata, spec, status: rs.status }
}

function templateOf(rs: ReplicaSetView): PodTemplate {
  const containers = rs.images.map((image, index) => ({ name: `container-${index}`, image }))
  return (
    rs.template ?? {
      metadata: { labels: rs.templateLabels, annotations: rs.templateAnnotations },
      spec: { containers },
    }
  )
}

function podsOf(rs: ReplicaSetView): readonly Pod[] {
  return Array.from({ length: rs.status.replicas }, (_, index) => ({
    kind: 'Pod',
    metadata: {
      name: `${rs.name}-${index}`,
      uid: `${rs.uid}-${index}`,
      resourceVersion: rs.resourceVersion,
      creationTimestamp: rs.creationTimestamp,
      labels: rs.templateLabels,
      annotations: rs.templateAnnotations,
    },
    ownerUid: rs.uid,
    ready: index < rs.status.availableReplicas,
  }))
}
