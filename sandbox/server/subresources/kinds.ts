import type { Kind } from '../../kinds/kind.ts'

/** A kind that is only sent to a subresource or answered by one, and never stored. */
function virtual(group: string, version: string, kind: string, namespaced = true): Kind {
  const singular = kind.toLowerCase()
  return {
    group,
    version,
    kind,
    listKind: `${kind}List`,
    plural: `${singular}s`,
    singular,
    shortNames: [],
    categories: [],
    namespaced,
    custom: false,
    subresources: {},
    schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    columns: [],
    default() {},
    validate: () => [],
    prepareCreate() {},
    prepareUpdate() {},
    prepareStatus() {},
  }
}

export const scaleKind = virtual('autoscaling', 'v1', 'Scale')
export const evictionKind = virtual('policy', 'v1', 'Eviction')
export const bindingKind = virtual('', 'v1', 'Binding')
export const reviewKinds: readonly Kind[] = [
  virtual('authorization.k8s.io', 'v1', 'SelfSubjectAccessReview', false),
  virtual('authorization.k8s.io', 'v1', 'SelfSubjectRulesReview', false),
  virtual('authorization.k8s.io', 'v1', 'SubjectAccessReview', false),
  virtual('authorization.k8s.io', 'v1', 'LocalSubjectAccessReview'),
  virtual('authentication.k8s.io', 'v1', 'TokenReview', false),
  virtual('authentication.k8s.io', 'v1', 'SelfSubjectReview', false),
]
