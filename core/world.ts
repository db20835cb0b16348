/**
 * World: all that a decision may look at. Plain readonly JSON: no clients, no secrets, no Date objects, nothing that cannot be
 * written to a file and read back. `gather` (controller, sandbox, simulate) makes it; `decide` reads it and nothing else.
 */
import type { LabelSelector, PodTemplate, Rollout } from './api/types.ts'
import type { Instant } from './kube/time.ts'

export type { LabelSelector } from './api/types.ts'

export interface World {
  /** The Rollout as stored: what the user wrote in spec, what we wrote in status. */
  readonly rollout: Rollout
  /** Where the pod template comes from. Never persisted; a Rollout with an inline template has `inline`. */
  readonly workload: Workload
  /** ReplicaSets that this Rollout owns or that match its selector without an owner, oldest first (creation time, then name). */
  readonly replicaSets: readonly ReplicaSetView[]
  /** Those that scale the workload or the Rollout; known for a Rollout whose workloadRef.scaleDown takes or gives back capacity (users 4-F3). */
  readonly autoscalers?: readonly AutoscalerView[]
  /** The Services that the strategy names; a name that does not exist is absent. */
  readonly services: { readonly [name: string]: ServiceView }
  /** Pods of these ReplicaSets. Present only when `needs` asked for them (restart due, ephemeral metadata): listing pods costs. */
  readonly pods?: readonly PodView[]
  /**
   * Many Rollouts want something at once. `busy`: whatever saves a write is welcome. `arriving`: so many have changed, and not all of them
   * have begun, that each begins with one write and goes on later.
   */
  readonly crowd?: 'busy' | 'arriving' | undefined
  /** What only the outside can know, with the time at which it was learnt: verified weights, measurements, failed effects. */
  readonly observations: readonly Observation[]
}

/** The template's origin (contract rollout 10). `missing` and `unusable` keep the last revision serving and its ReplicaSets owned. */
export type Workload =
  | { readonly state: 'inline' }
  | {
      readonly state: 'resolved'
      /** uid of the workload: the precondition of scaling it down. */
      readonly uid: string
      readonly template: PodTemplate
      readonly selector?: LabelSelector
      readonly generation: number
      /** spec.replicas. */
      readonly replicas?: number
      /** What runs of it. Current while `needs` asks for the workload, else as of the last look. */
      readonly counts?: WorkloadCounts
      readonly deleting?: boolean
    }
  | { readonly state: 'missing' | 'unusable'; readonly message: string }

export interface WorkloadCounts {
  readonly replicas: number
  readonly availableReplicas: number
  /** Counts of an older generation than the workload's do not know its present size yet. */
  readonly observedGeneration: number
}

/** A HorizontalPodAutoscaler that scales the workload or the Rollout. KEDA and others make one, too. */
export interface AutoscalerView {
  readonly name: string
  readonly target: 'workload' | 'rollout'
  /** status.desiredReplicas; absent until it has looked for the first time. */
  readonly desiredReplicas?: number
  /** Its condition AbleToScale is True: it has found its target and could change it. */
  readonly isAble: boolean
}

export interface Identified {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly creationTimestamp: string
  readonly deletionTimestamp?: string
}

/** A ReplicaSet without its pod template: the template is the largest thing in the cluster and its hash label stands for it. */
export interface ReplicaSetView extends Identified {
  readonly generation: number
  readonly labels: { readonly [key: string]: string }
  readonly annotations: { readonly [key: string]: string }
  /** uid of the controlling owner; absent for an orphan. */
  readonly ownerUid?: string
  /** Owners that do not control it, as stored; absent when there are none. Whoever changes the controlling one writes the list whole. */
  readonly otherOwners?: readonly { readonly uid: string }[]
  readonly replicas: number
  readonly minReadySeconds: number
  /** Images of the template's init containers and containers, in order: they tell which few templates are worth comparing. */
  readonly images: readonly string[]
  /** What ephemeral metadata and anti-affinity change inside the template. */
  readonly templateLabels: { readonly [key: string]: string }
  readonly templateAnnotations: { readonly [key: string]: string }
  readonly podAntiAffinity?: unknown
  readonly status: {
    readonly replicas: number
    readonly readyReplicas: number
    readonly availableReplicas: number
    readonly observedGeneration: number
    readonly conditions?: readonly {
      readonly type: string
      readonly status: string
      readonly reason?: string
      readonly message?: string
      readonly lastTransitionTime?: string
    }[]
  }
  /** The whole template, only when `needs` asked for it: identity by comparison is the last resort (design rule 1). */
  readonly template?: PodTemplate
  /** Known with the template: somebody has changed it since it was created, so it is no record of what runs (users 4-A2). */
  readonly isTemplateEdited?: boolean
}

export interface ServiceView extends Identified {
  readonly selector: { readonly [key: string]: string }
  readonly annotations: { readonly [key: string]: string }
}

export interface PodView extends Identified {
  readonly ownerUid?: string
  readonly labels: { readonly [key: string]: string }
  readonly annotations: { readonly [key: string]: string }
  readonly ready: boolean
  /** When Ready last became true; what minReadySeconds counts from. */
  readonly readySince?: string
}

/** Knowledge that did not come from watched objects. `at` is when it was learnt; a decision says how old it may be. */
export type Observation =
  | { readonly of: 'weight'; readonly at: Instant; readonly verified: boolean; readonly message?: string }
  /**
   * An effect of an earlier pass that failed and whose failure decides something. `failed` is the reason of the API server's answer,
   * `intent` is `<Kind>/<name>` of its target. A create that failed with AlreadyExists is reported here only after a live GET has shown
   * that the object belongs to somebody else; when it is ours, the create has succeeded and the watch will show it (users 4-B4).
   */
  | {
      readonly of: 'effect'
      readonly at: Instant
      readonly failed: string
      readonly intent: string
      readonly message?: string
    }

/** What `gather` has to fetch before the world can be decided on; asked again until nothing is missing. */
export interface Needs {
  /** ReplicaSets whose template must be compared. */
  readonly templates: readonly string[]
  readonly pods: boolean
  /** The workload as it is now, pods and all: capacity goes from it to the Rollout, or back. */
  readonly workload: boolean
}
