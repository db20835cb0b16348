/**
 * What is kept of an object: the fields that are read and nothing else. Two thirds of a controller's memory are pod templates of
 * ReplicaSets, managedFields and last-applied annotations that nobody looks at.
 */
import type { Rollout } from '../../core/api/types.ts'
import { LAST_APPLIED, MANAGED_BY, ROLLOUT_OBSERVED } from '../../core/keys.ts'
import type { Container, ObjectMeta, PodTemplate } from '../../core/kube/types.ts'
import type { ReplicaSetView, ServiceView } from '../../core/world.ts'
import type { KubeObject } from '../client/client.ts'
import { type FieldsOfManager, isTemplateEdited } from './edited.ts'
import type { SharedTemplates } from './templates.ts'

type Strings = { readonly [key: string]: string }

/** The Rollout as stored, without what only the API server and kubectl read. Spec and template keep their identity while they are equal. */
export function projectRollout(object: KubeObject, before: Rollout | undefined, templates: SharedTemplates): Rollout {
  const next = object as unknown as Rollout
  const same = before?.metadata.uid === next.metadata.uid && before.metadata.generation === next.metadata.generation
  return {
    apiVersion: next.apiVersion,
    kind: next.kind,
    metadata: metadataOf(next.metadata),
    spec: same ? before.spec : withShared(next.spec, templates),
    ...(next.status === undefined ? {} : { status: next.status }),
  }
}

function withShared(spec: Rollout['spec'], templates: SharedTemplates): Rollout['spec'] {
  return spec.template === undefined ? spec : { ...spec, template: templates.share(spec.template) }
}

function metadataOf<M extends ObjectMeta>(metadata: M): M {
  const { managedFields: _, annotations, ...kept } = metadata as M & { readonly managedFields?: unknown }
  return { ...kept, ...(annotations ? { annotations: withoutLastApplied(annotations) } : {}) } as M
}

function withoutLastApplied(annotations: Strings): Strings {
  if (!(LAST_APPLIED in annotations)) return annotations
  const { [LAST_APPLIED]: _, ...kept } = annotations
  return kept
}

/** As the API server has it. What is read here has to stand in replicaset.ts as well. */
export interface RawReplicaSet {
  readonly metadata: ObjectMeta & { readonly name: string; readonly uid: string; readonly resourceVersion: string }
  readonly spec: { readonly replicas?: number; readonly minReadySeconds?: number; readonly template?: RawTemplate }
  readonly status?: Partial<ReplicaSetView['status']>
}

interface RawTemplate {
  readonly metadata?: ObjectMeta
  readonly spec?: {
    readonly affinity?: { readonly podAntiAffinity?: unknown }
    readonly initContainers?: readonly Container[]
    readonly containers?: readonly Container[]
  }
}

export function projectReplicaSet(object: KubeObject): ReplicaSetView {
  const { metadata, spec, status } = object as unknown as RawReplicaSet
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  const otherOwners = metadata.ownerReferences?.filter(({ controller }) => !controller) ?? []
  const antiAffinity = spec.template?.spec?.affinity?.podAntiAffinity
  return {
    ...identity(metadata),
    generation: metadata.generation ?? 0,
    labels: metadata.labels ?? {},
    annotations: withoutLastApplied(metadata.annotations ?? {}),
    ...(owner ? { ownerUid: owner.uid } : {}),
    ...(otherOwners.length > 0 ? { otherOwners } : {}),
    replicas: spec.replicas ?? 1,
    minReadySeconds: spec.minReadySeconds ?? 0,
    images: imagesOf(spec.template?.spec),
    templateLabels: sharedWhenEqual(spec.template?.metadata?.labels ?? {}, metadata.labels ?? {}),
    templateAnnotations: spec.template?.metadata?.annotations ?? {},
    ...(antiAffinity === undefined ? {} : { podAntiAffinity: antiAffinity }),
    status: {
      replicas: status?.replicas ?? 0,
      readyReplicas: status?.readyReplicas ?? 0,
      availableReplicas: status?.availableReplicas ?? 0,
      observedGeneration: status?.observedGeneration ?? 0,
      ...(status?.conditions ? { conditions: status.conditions } : {}),
    },
  }
}

function imagesOf({ initContainers = [], containers = [] }: NonNullable<RawTemplate['spec']> = {}): readonly string[] {
  return [...initContainers, ...containers].map(({ image }) => image ?? '')
}

/** The whole ReplicaSet, for the rare decision that compares templates. */
export function projectWithTemplate(object: KubeObject): ReplicaSetView {
  const { metadata, spec } = object as unknown as {
    readonly metadata: { readonly managedFields?: readonly FieldsOfManager[] }
    readonly spec: { readonly template: PodTemplate }
  }
  const edited = isTemplateEdited(metadata.managedFields) ? { isTemplateEdited: true } : {}
  return { ...projectReplicaSet(object), template: spec.template, ...edited }
}

/** A ReplicaSet carries the labels of its template plus nothing, in all but odd cases. */
function sharedWhenEqual(own: Strings, other: Strings): Strings {
  const keys = Object.keys(own)
  return keys.length === Object.keys(other).length && keys.every(key => own[key] === other[key]) ? other : own
}

export function projectService(object: KubeObject): ServiceView {
  const { metadata, spec } = object as unknown as {
    readonly metadata: RawReplicaSet['metadata']
    readonly spec?: { readonly selector?: Strings }
  }
  const owner = metadata.annotations?.[MANAGED_BY]
  return {
    ...identity(metadata),
    selector: spec?.selector ?? {},
    annotations: owner === undefined ? {} : { [MANAGED_BY]: owner },
  }
}

/** A referenced workload as its watch shows it: enough to know that it changed. */
export interface WorkloadMeta {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation: number
  readonly deleting: boolean
  /** It carries the condition that says which generation its Rollout knows; metadata tells no more than that (controller/workload/observed.ts). */
  readonly isObserved: boolean
}

type RawWorkloadMeta = RawReplicaSet['metadata'] & { readonly managedFields?: readonly FieldsOfManager[] }

export function projectWorkload({ metadata }: KubeObject): WorkloadMeta {
  const { name, uid, resourceVersion, generation, deletionTimestamp, managedFields } =
    metadata as unknown as RawWorkloadMeta
  return {
    name,
    uid,
    resourceVersion,
    generation: generation ?? 0,
    deleting: deletionTimestamp !== undefined,
    isObserved: managedFields?.some(hasCondition) ?? false,
  }
}

const observedCondition = `k:{"type":"${ROLLOUT_OBSERVED}"}`

function hasCondition({ fieldsV1 }: FieldsOfManager): boolean {
  const status = fieldsV1?.['f:status'] as { readonly 'f:conditions'?: object } | undefined
  return status?.['f:conditions'] !== undefined && observedCondition in status['f:conditions']
}

function identity({ name, uid, resourceVersion, creationTimestamp, deletionTimestamp }: RawReplicaSet['metadata']) {
  return {
    name,
    uid,
    resourceVersion,
    creationTimestamp: creationTimestamp ?? '',
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
  }
}
