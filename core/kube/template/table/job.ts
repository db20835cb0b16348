/** The spec of a Job, for the job metric. Notation: ../notation.ts; facts: k8s.io/api batch/v1 v0.34. */
export const job = `
JobSpec = parallelism*:int32 completions*:int32 activeDeadlineSeconds*:int64 podFailurePolicy:*PodFailurePolicy
  successPolicy:*SuccessPolicy backoffLimit*:int32 backoffLimitPerIndex*:int32 maxFailedIndexes*:int32
  selector:*LabelSelector manualSelector*:bool template!:PodTemplateSpec ttlSecondsAfterFinished*:int32 completionMode*
  suspend*:bool podReplacementPolicy* managedBy*
PodFailurePolicy = rules!:[]PodFailurePolicyRule
PodFailurePolicyRule = action! onExitCodes:*PodFailurePolicyOnExitCodesRequirement
  onPodConditions:[]PodFailurePolicyOnPodConditionsPattern
PodFailurePolicyOnExitCodesRequirement = containerName* operator! values!:[set]int32
PodFailurePolicyOnPodConditionsPattern = type! status!
SuccessPolicy = rules!:[]SuccessPolicyRule
SuccessPolicyRule = succeededIndexes* succeededCount*:int32
`
