/** Labels and annotations that upstream's objects carry (contract rollout 2). */
export const HASH = 'rollouts-pod-template-hash'
export const REVISION = 'rollout.argoproj.io/revision'
export const REVISION_HISTORY = 'rollout.argoproj.io/revision-history'
export const DESIRED_REPLICAS = 'rollout.argoproj.io/desired-replicas'
export const WORKLOAD_GENERATION = 'rollout.argoproj.io/workload-generation'
export const EPHEMERAL_METADATA = 'rollout.argoproj.io/ephemeral-metadata'
export const SCALE_DOWN_DEADLINE = 'scale-down-deadline'
export const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts'
/** Ours: see core/status/mark.ts. */
export const PROGRESS_MARK = 'slipway.dev/progress'
export const EXPERIMENT_NAME = 'experiment.argoproj.io/name'
export const NOTIFIED = 'notified.notifications.argoproj.io'
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Prefix of what belongs to Argo CD: never copied, since a copied tracking id makes a ReplicaSet look managed (contract argocd 5.6). */
export const ARGOCD_PREFIX = 'argocd.argoproj.io/'
/** Ours: the finalizer of a Rollout that has taken capacity from its workload; gone once that is given back (users 4-G4). */
export const HAND_BACK = 'slipway.dev/hand-back'
/** Ours: the condition of a Rollout that says how far its workload's pods have been taken over. */
export const WORKLOAD_DRAINED = 'WorkloadDrained'
/** Ours: the condition of a Deployment that says which generation of it its Rollout knows, and how that one fares (users 4-L1). */
export const ROLLOUT_OBSERVED = 'slipway.dev/RolloutObserved'
