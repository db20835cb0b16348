/** Where the fields of a ReplicaSet that project.ts reads stand in its protobuf form (generated.proto of k8s.io/api and apimachinery). */
import type { LabelSelector, LabelSelectorRequirement, ObjectMeta, OwnerReference } from '../../core/kube/types.ts'
import { flag, list, map, message, type Read, text } from '../client/protobuf.ts'
import type { RawReplicaSet } from './project.ts'

type Status = NonNullable<RawReplicaSet['status']>
type Spec = RawReplicaSet['spec']
type Template = NonNullable<Spec['template']>
type PodSpec = NonNullable<Template['spec']>

const timestamp = message<{ seconds?: number }>({ seconds: [1] })
const time: Read<string | undefined> = (...at) => {
  const { seconds } = timestamp(...at)
  return seconds === undefined ? undefined : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}

const ownerReference = message<OwnerReference>({
  kind: [1, text],
  name: [3, text],
  uid: [4, text],
  apiVersion: [5, text],
  controller: [6, flag],
  blockOwnerDeletion: [7, flag],
})

const objectMeta = message<ObjectMeta>({
  name: [1, text],
  generateName: [2, text],
  namespace: [3, text],
  uid: [5, text],
  resourceVersion: [6, text],
  generation: [7],
  creationTimestamp: [8, time],
  deletionTimestamp: [9, time],
  labels: [11, map],
  annotations: [12, map],
  ownerReferences: [13, list(ownerReference)],
  finalizers: [14, list(text)],
})

const labelSelector = message<LabelSelector>({
  matchLabels: [1, map],
  matchExpressions: [
    2,
    list(message<LabelSelectorRequirement>({ key: [1, text], operator: [2, text], values: [3, list(text)] })),
  ],
})

const affinityTerm = message<{ [field: string]: unknown }>({
  labelSelector: [1, labelSelector],
  namespaces: [2, list(text)],
  topologyKey: [3, text],
  namespaceSelector: [4, labelSelector],
  matchLabelKeys: [5, list(text)],
  mismatchLabelKeys: [6, list(text)],
})

const podAntiAffinity = message<{ [field: string]: unknown }>({
  requiredDuringSchedulingIgnoredDuringExecution: [1, list(affinityTerm)],
  preferredDuringSchedulingIgnoredDuringExecution: [
    2,
    list(message<{ [field: string]: unknown }>({ weight: [1], podAffinityTerm: [2, affinityTerm] })),
  ],
})

const containers = list(message<{ image: string }>({ image: [2, text] }))

const podSpec = message<PodSpec>({
  containers: [2, containers],
  affinity: [18, message<NonNullable<PodSpec['affinity']>>({ podAntiAffinity: [3, podAntiAffinity] })],
  initContainers: [20, containers],
})

const condition = message<NonNullable<Status['conditions']>[number]>({
  type: [1, text],
  status: [2, text],
  lastTransitionTime: [3, time],
  reason: [4, text],
  message: [5, text],
})

export const replicaSet = message<RawReplicaSet>({
  metadata: [1, objectMeta],
  spec: [
    2,
    message<Spec>({
      replicas: [1],
      template: [3, message<Template>({ metadata: [1, objectMeta], spec: [2, podSpec] })],
      minReadySeconds: [4],
    }),
  ],
  status: [
    3,
    message<Status>({
      replicas: [1],
      observedGeneration: [3],
      readyReplicas: [4],
      availableReplicas: [5],
      conditions: [6, list(condition)],
    }),
  ],
})
