/** Objects as the API server holds them, with the fields that a migration looks at. */
import type { Rollout as ApiRollout, IntOrString, LabelSelector, PodTemplate } from '../../../core/api/types.ts'
import type { StoredMeta } from '../../../core/kube/types.ts'

export interface Stored {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: StoredMeta
}

export interface Reference {
  readonly apiVersion?: string
  readonly kind?: string
  readonly name: string
}

export interface Deployment extends Stored {
  readonly spec: {
    /** Never absent: the API server fills it in. */
    readonly replicas: number
    readonly selector: LabelSelector
    readonly template: PodTemplate
    readonly paused?: boolean
    readonly minReadySeconds?: number
    readonly progressDeadlineSeconds?: number
    readonly revisionHistoryLimit?: number
    readonly strategy?: {
      readonly type?: string
      readonly rollingUpdate?: { readonly maxSurge?: IntOrString; readonly maxUnavailable?: IntOrString }
    }
  }
  readonly status?: {
    readonly observedGeneration?: number
    readonly replicas?: number
    readonly updatedReplicas?: number
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[]
  }
}

export interface ReplicaSet extends Stored {
  readonly spec: { readonly replicas?: number; readonly selector: LabelSelector; readonly template?: PodTemplate }
  readonly status?: { readonly replicas?: number; readonly availableReplicas?: number }
}

export interface Service extends Stored {
  readonly spec: { readonly selector?: { readonly [key: string]: string } }
}

export interface Autoscaler extends Stored {
  readonly spec: { readonly scaleTargetRef: Reference; readonly minReplicas?: number; readonly maxReplicas?: number }
  readonly status?: {
    readonly desiredReplicas?: number
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[]
  }
}

export interface ScaledObject extends Stored {
  readonly spec: { readonly scaleTargetRef: Reference }
}

export interface VerticalAutoscaler extends Stored {
  readonly spec: { readonly targetRef?: Reference }
}

export interface Budget extends Stored {
  readonly spec: { readonly selector?: LabelSelector }
}

export interface IgnoreRule {
  readonly group?: string
  readonly kind: string
  readonly name?: string
  readonly namespace?: string
  readonly jsonPointers?: readonly string[]
  readonly jqPathExpressions?: readonly string[]
}

export interface Application extends Stored {
  readonly spec: {
    readonly source?: { readonly path?: string }
    readonly ignoreDifferences?: readonly IgnoreRule[]
    readonly syncPolicy?: {
      readonly automated?: { readonly prune?: boolean; readonly selfHeal?: boolean; readonly enabled?: boolean }
      readonly syncOptions?: readonly string[]
    }
  }
  readonly status?: {
    readonly resources?: readonly {
      readonly group?: string
      readonly kind: string
      readonly namespace?: string
      readonly name: string
    }[]
  }
}

export type Rollout = ApiRollout
