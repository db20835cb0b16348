/** Kubernetes types that the API embeds. Loose on purpose: fields that are unknown here exist in real objects and have to survive. */
export interface ObjectMeta {
  readonly name?: string
  readonly generateName?: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly labels?: { readonly [key: string]: string }
  readonly annotations?: { readonly [key: string]: string }
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly OwnerReference[]
}

/** Metadata of an object that the API server has stored. */
export interface StoredMeta extends ObjectMeta {
  readonly name: string
  readonly namespace: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation: number
  readonly creationTimestamp: string
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

export interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string }
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}

export type IntOrString = number | string

export interface PodTemplate {
  readonly metadata?: ObjectMeta
  readonly spec?: PodSpec
}

export interface PodSpec {
  readonly [field: string]: unknown
  readonly containers?: readonly Container[]
  readonly initContainers?: readonly Container[]
}

export interface Container {
  readonly [field: string]: unknown
  readonly name: string
  readonly image?: string
}
