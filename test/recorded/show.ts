/** What of each kind is compared. */
import type { KubeObject } from '../../sandbox/api.ts'
import { isReady } from './availability.ts'
import type { Value } from './script.ts'

const CLUSTER_MADE = [
  'clusterIP',
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'internalTrafficPolicy',
  'sessionAffinity',
  'type',
  'ports',
]
/** Only newer API servers have them. */
const OPTIONAL_COUNTS = ['terminatingReplicas', 'observedGeneration']

export const SHOW: { readonly [kind: string]: (object: KubeObject) => Value } = {
  Rollout: object => ({
    ...meta(object),
    generation: object.metadata.generation,
    spec: object.spec,
    ...filled({ status: object.status }),
  }),
  ReplicaSet: object => ({
    ...meta(object),
    spec: {
      ...pick(object.spec, ['replicas', 'minReadySeconds', 'selector']),
      template: shortTemplate(object.spec.template),
    },
    ...filled({ status: omit(object.status, OPTIONAL_COUNTS) }),
  }),
  Service: object => ({ ...meta(object), ...filled({ spec: omit(object.spec, CLUSTER_MADE) }) }),
  Deployment: ({ spec, ...object }) => ({
    ...meta(object as KubeObject),
    generation: object.metadata.generation,
    spec: { replicas: spec.replicas ?? null, paused: spec.paused ?? false },
  }),
  AnalysisRun: whole,
  Experiment: whole,
  Job: ({ metadata, spec, status = {} }) => ({
    name: metadata.name,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? null,
    spec: pick(spec, ['backoffLimit', 'template']),
    status: pick(status, ['succeeded', 'failed']),
  }),
}

/** Pods have random names: how many there are of each kind, by owner, readiness, labels and annotations. */
export function countPods(pods: readonly KubeObject[]): Value[] {
  const counted = new Map<string, Value>()
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find((one: Value) => one.controller)
    if (owner?.kind === 'Job') continue
    const { labels = {}, annotations = {} } = pod.metadata
    const shown = {
      annotations: sorted(annotations),
      labels: sorted(labels),
      owner: owner?.name ?? '',
      ready: isReady(pod),
    }
    const key = JSON.stringify(shown)
    counted.set(key, { ...shown, count: (counted.get(key)?.count ?? 0) + 1 })
  }
  return [...counted.keys()].sort().map(key => counted.get(key))
}

function meta({ metadata }: KubeObject): Value {
  const owners = (metadata.ownerReferences ?? []).map((owner: Value) =>
    pick(owner, ['kind', 'name', 'controller', 'blockOwnerDeletion']),
  )
  const { name, labels, annotations, finalizers } = metadata
  return filled({ name, labels, annotations, finalizers, ownerReferences: owners })
}

function whole(object: KubeObject): Value {
  return { ...meta(object), ...filled({ spec: object.spec, status: object.status }) }
}

function shortTemplate({ metadata = {}, spec }: Value): Value {
  return filled({ ...pick(metadata, ['labels', 'annotations']), affinity: spec.affinity })
}

const isEmpty = (value: Value) => value == null || (typeof value === 'object' && Object.keys(value).length === 0)
const select = (object: Value, fits: (key: string, value: Value) => boolean) =>
  Object.fromEntries(Object.entries(object ?? {}).filter(([key, value]) => fits(key, value)))
const filled = (object: Value) => select(object, (_, value) => !isEmpty(value))
const pick = (object: Value, keys: readonly string[]) => select(object, key => keys.includes(key))
const omit = (object: Value, keys: readonly string[]) => select(object, key => !keys.includes(key))
const sorted = (object: Value) => Object.fromEntries(Object.entries(object).sort())
