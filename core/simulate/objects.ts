/** Objects of the simulated cluster, as an API server would hold them, and the views of them that a World has. */
import type { ObjectMeta, PodTemplate, Rollout } from '../api/types.ts'
import { imagesOf } from '../identity/images.ts'
import type { Instant } from '../kube/time.ts'
import type { OwnerReference } from '../kube/types.ts'
import type { AutoscalerView, LabelSelector, PodView, ReplicaSetView, ServiceView, Workload, World } from '../world.ts'

export interface Cluster {
  readonly now: Instant
  /** Source of resourceVersions and names. */
  readonly version: number
  readonly rollout: Rollout
  readonly workload: Workload
  /** None when absent. */
  readonly autoscalers?: readonly AutoscalerView[]
  readonly replicaSets: readonly ReplicaSet[]
  readonly services: readonly Service[]
  readonly pods: readonly Pod[]
  /** What the other Rollouts want. */
  readonly crowd?: World['crowd']
}

type Meta = ObjectMeta & {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly creationTimestamp: string
}

export interface ReplicaSet {
  readonly kind: 'ReplicaSet'
  readonly metadata: Meta & { readonly generation: number; readonly ownerReferences?: readonly OwnerReference[] }
  readonly spec: {
    readonly replicas: number
    readonly minReadySeconds?: number
    readonly selector: LabelSelector
    readonly template: PodTemplate
  }
  readonly status: ReplicaSetView['status']
}

export interface Service {
  readonly kind: 'Service'
  readonly metadata: Meta
  readonly spec: { readonly selector: { readonly [key: string]: string } }
}

export interface Pod {
  readonly kind: 'Pod'
  readonly metadata: Meta
  readonly ownerUid: string
  readonly ready: boolean
}

/** The world as `gather` would make it, with every template at hand. */
export function worldOf(cluster: Cluster): World {
  const { rollout, workload, autoscalers = [] } = cluster
  return {
    rollout,
    workload,
    autoscalers,
    replicaSets: cluster.replicaSets.map(replicaSetView),
    services: Object.fromEntries(cluster.services.map(service => [service.metadata.name, serviceView(service)])),
    pods: cluster.pods.map(podView),
    crowd: cluster.crowd,
    observations: [],
  }
}

function replicaSetView({ metadata, spec, status }: ReplicaSet): ReplicaSetView {
  const owner = metadata.ownerReferences?.find(reference => reference.controller)
  const affinity = spec.template.spec?.affinity as { readonly podAntiAffinity?: unknown } | undefined
  return {
    ...identified(metadata),
    generation: metadata.generation,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    ...(owner ? { ownerUid: owner.uid } : {}),
    replicas: spec.replicas,
    minReadySeconds: spec.minReadySeconds ?? 0,
    images: imagesOf(spec.template),
    templateLabels: spec.template.metadata?.labels ?? {},
    templateAnnotations: spec.template.metadata?.annotations ?? {},
    ...(affinity?.podAntiAffinity ? { podAntiAffinity: affinity.podAntiAffinity } : {}),
    status,
    template: spec.template,
  }
}

function serviceView({ metadata, spec }: Service): ServiceView {
  return { ...identified(metadata), selector: spec.selector, annotations: metadata.annotations ?? {} }
}

function podView({ metadata, ownerUid, ready }: Pod): PodView {
  const { labels = {}, annotations = {} } = metadata
  return { ...identified(metadata), ownerUid, labels, annotations, ready, readySince: metadata.creationTimestamp }
}

function identified({ name, uid, resourceVersion, creationTimestamp, deletionTimestamp }: Meta) {
  return { name, uid, resourceVersion, creationTimestamp, ...(deletionTimestamp ? { deletionTimestamp } : {}) }
}
