import { bindingColumns, createdAtColumns, eventColumns, leaseColumns } from '../columns/cluster.ts'
import { endpointSliceColumns, ingressColumns } from '../columns/network.ts'
import { validateCrd } from '../crd/validate.ts'
import { createCrd, defaultBinding, defaultCrd, defaultEndpointSlice } from '../defaults/data.ts'
import type { Kind } from '../kind.ts'
import { builtin, type Row } from '../row.ts'
import { bindingErrors, leaseErrors, pathSegmentName, roleErrors } from '../validation/data.ts'
import { endpointSliceErrors, ingressErrors } from '../validation/network.ts'

const role = { columns: createdAtColumns, nameRule: pathSegmentName, validate: roleErrors }
const binding = { columns: bindingColumns, nameRule: pathSegmentName, default: defaultBinding, validate: bindingErrors }

const rbac: readonly Row[] = [
  { kind: 'ClusterRole', clusterScoped: true, ...role },
  { kind: 'ClusterRoleBinding', clusterScoped: true, ...binding },
  { kind: 'Role', ...role },
  { kind: 'RoleBinding', ...binding },
]

export const cluster: readonly Kind[] = [
  builtin('apiextensions.k8s.io', 'v1', {
    kind: 'CustomResourceDefinition',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    clusterScoped: true,
    status: true,
    generation: [],
    columns: createdAtColumns,
    statusKeeps: { metadata: ['labels', 'annotations', 'finalizers', 'ownerReferences'] },
    default: defaultCrd,
    create: createCrd,
    validate: validateCrd,
  }),
  builtin('coordination.k8s.io', 'v1', { kind: 'Lease', columns: leaseColumns, validate: leaseErrors }),
  builtin('discovery.k8s.io', 'v1', {
    kind: 'EndpointSlice',
    generation: ['labels'],
    columns: endpointSliceColumns,
    default: defaultEndpointSlice,
    validate: endpointSliceErrors,
  }),
  builtin('events.k8s.io', 'v1', { kind: 'Event', shortNames: ['ev'], columns: eventColumns }),
  builtin('networking.k8s.io', 'v1', {
    kind: 'Ingress',
    plural: 'ingresses',
    shortNames: ['ing'],
    status: true,
    generation: [],
    columns: ingressColumns,
    validate: ingressErrors,
  }),
  ...rbac.map(row => builtin('rbac.authorization.k8s.io', 'v1', row)),
]
