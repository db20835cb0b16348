/** Where pods run. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const scheduling = `
Affinity = nodeAffinity:*NodeAffinity podAffinity:*PodAffinity podAntiAffinity:*PodAntiAffinity
NodeAffinity = requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector
  preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
NodeSelector@ = nodeSelectorTerms!:[]NodeSelectorTerm
NodeSelectorTerm@ = matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement
NodeSelectorRequirement = key! operator! values:[]
PreferredSchedulingTerm = weight!:int32 preference!:NodeSelectorTerm
PodAffinity = requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
PodAffinityTerm = labelSelector:*LabelSelector namespaces:[] topologyKey! namespaceSelector:*LabelSelector
  matchLabelKeys:[] mismatchLabelKeys:[]
WeightedPodAffinityTerm = weight!:int32 podAffinityTerm!:PodAffinityTerm
PodAntiAffinity = requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
Toleration = key operator value effect tolerationSeconds*:int64
TopologySpreadConstraint = maxSkew!:int32 topologyKey! whenUnsatisfiable! labelSelector:*LabelSelector
  minDomains*:int32 nodeAffinityPolicy* nodeTaintsPolicy* matchLabelKeys:[]
`
