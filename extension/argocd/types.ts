/** What a resource tab is given by Argo CD, and the fields of Kubernetes objects that the tab reads. All may be absent in a half-written object. */
export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
}

export interface Application {
  readonly metadata: Metadata
  readonly spec: { readonly project: string }
}

export interface TreeNode {
  readonly group?: string
  readonly version: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion?: string
  readonly parentRefs?: readonly { readonly uid: string }[]
  readonly info?: readonly { readonly name: string; readonly value: string }[]
  readonly networkingInfo?: { readonly labels?: Readonly<Record<string, string>> }
  readonly images?: readonly string[]
  readonly health?: { readonly status: string; readonly message?: string }
  readonly createdAt?: string
}

export interface Tree {
  readonly nodes?: readonly TreeNode[]
}

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastUpdateTime?: string
}

export interface RunStatus {
  readonly name: string
  readonly status: string
  readonly message?: string
}

export type Step = Readonly<Record<string, unknown>>

export interface Canary {
  readonly steps?: readonly Step[]
  readonly stableService?: string
  readonly canaryService?: string
  readonly trafficRouting?: object
}

export interface BlueGreen {
  readonly activeService?: string
  readonly previewService?: string
  readonly autoPromotionEnabled?: boolean
  readonly autoPromotionSeconds?: number
}

export interface Rollout {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly spec: {
    readonly replicas?: number
    readonly paused?: boolean
    readonly restartAt?: string
    readonly strategy?: { readonly canary?: Canary; readonly blueGreen?: BlueGreen }
    readonly workloadRef?: { readonly kind: string; readonly name: string; readonly scaleDown?: string }
  }
  readonly status?: {
    readonly phase?: string
    readonly message?: string
    readonly observedGeneration?: string
    readonly workloadObservedGeneration?: string
    readonly currentPodHash?: string
    readonly stableRS?: string
    readonly currentStepIndex?: number
    readonly abort?: boolean
    readonly controllerPause?: boolean
    readonly pauseConditions?: readonly { readonly reason: string; readonly startTime: string }[]
    readonly restartedAt?: string
    readonly replicas?: number
    readonly updatedReplicas?: number
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly conditions?: readonly Condition[]
    readonly blueGreen?: {
      readonly activeSelector?: string
      readonly previewSelector?: string
      readonly prePromotionAnalysisRunStatus?: RunStatus
      readonly postPromotionAnalysisRunStatus?: RunStatus
    }
    readonly canary?: {
      readonly weights?: {
        readonly canary?: { readonly weight?: number }
        readonly stable?: { readonly weight?: number }
        readonly verified?: boolean
      }
      readonly currentStepAnalysisRunStatus?: RunStatus
      readonly currentBackgroundAnalysisRunStatus?: RunStatus
    }
  }
}

export interface ReplicaSet {
  readonly metadata: Metadata
  readonly spec: {
    readonly replicas?: number
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } }
  }
  readonly status?: { readonly readyReplicas?: number; readonly availableReplicas?: number }
}

export interface Action {
  readonly name: string
  readonly disabled?: boolean
  readonly displayName?: string
  readonly params?: readonly { readonly name: string }[]
}

export interface TabProps {
  readonly application: Application
  readonly tree: Tree
  readonly resource: Rollout
}
