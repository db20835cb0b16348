/** Metadata and what other types share. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const meta = `
ObjectMeta = name generateName namespace selfLink uid resourceVersion generation:int64 creationTimestamp
  deletionTimestamp* deletionGracePeriodSeconds*:int64 labels:{} annotations:{} ownerReferences:[uid]OwnerReference
  finalizers:[set]
OwnerReference@ = apiVersion! kind! name! uid! controller*:bool blockOwnerDeletion*:bool
LabelSelector@ = matchLabels:{} matchExpressions:[]LabelSelectorRequirement
LabelSelectorRequirement = key! operator! values:[]
LocalObjectReference@ = name=""
`
