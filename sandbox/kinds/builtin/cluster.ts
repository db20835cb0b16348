import type { Kind } from '../kind.ts'
import { builtin } from '../row.ts'

const rbac = 'rbac.authorization.k8s.io'

export const cluster: readonly Kind[] = [
  builtin('apiextensions.k8s.io', 'v1', {
    kind: 'CustomResourceDefinition',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    clusterScoped: true,
    status: true,
  }),
  builtin('coordination.k8s.io', 'v1', { kind: 'Lease' }),
  builtin('discovery.k8s.io', 'v1', { kind: 'EndpointSlice' }),
  builtin('events.k8s.io', 'v1', { kind: 'Event', shortNames: ['ev'] }),
  builtin('networking.k8s.io', 'v1', { kind: 'Ingress', plural: 'ingresses', shortNames: ['ing'], status: true }),
  builtin(rbac, 'v1', { kind: 'ClusterRole', clusterScoped: true }),
  builtin(rbac, 'v1', { kind: 'ClusterRoleBinding', clusterScoped: true }),
  builtin(rbac, 'v1', { kind: 'Role' }),
  builtin(rbac, 'v1', { kind: 'RoleBinding' }),
]
