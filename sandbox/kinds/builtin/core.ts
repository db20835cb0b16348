import * as cluster from '../columns/cluster.ts'
import * as network from '../columns/network.ts'
import { podColumns } from '../columns/pod.ts'
import { namespaceColumns, podTemplateColumns } from '../columns/workload.ts'
import {
  createNamespace,
  defaultClaim,
  defaultEndpoints,
  defaultNamespace,
  defaultNode,
  defaultSecret,
} from '../defaults/data.ts'
import { createPod, defaultPod } from '../defaults/pod.ts'
import { createService, defaultService, updateService } from '../defaults/service.ts'
import type { Kind } from '../kind.ts'
import { builtin, type Row } from '../row.ts'
import { claimErrors, configMapErrors, namespaceName, secretErrors } from '../validation/data.ts'
import { checkServiceName, serviceErrors } from '../validation/network.ts'
import { podObjectErrors, podTemplateErrors } from '../validation/workload.ts'

const all = ['all']

const rows: readonly Row[] = [
  { kind: 'ConfigMap', shortNames: ['cm'], columns: cluster.configMapColumns, validate: configMapErrors },
  {
    kind: 'Endpoints',
    plural: 'endpoints',
    shortNames: ['ep'],
    columns: network.endpointsColumns,
    default: defaultEndpoints,
  },
  { kind: 'Event', shortNames: ['ev'], columns: cluster.eventColumns },
  {
    kind: 'Namespace',
    shortNames: ['ns'],
    clusterScoped: true,
    status: true,
    columns: namespaceColumns,
    nameRule: namespaceName,
    default: defaultNamespace,
    create: createNamespace,
    update: (object, old) => Object.assign(object, { spec: old.spec }),
  },
  {
    kind: 'Node',
    shortNames: ['no'],
    clusterScoped: true,
    status: true,
    columns: cluster.nodeColumns,
    default: defaultNode,
    create: () => {},
  },
  {
    kind: 'PersistentVolumeClaim',
    shortNames: ['pvc'],
    status: true,
    columns: cluster.claimColumns,
    default: defaultClaim,
    create: object => Object.assign(object, { status: { phase: 'Pending' } }),
    validate: claimErrors,
  },
  {
    kind: 'Pod',
    shortNames: ['po'],
    categories: all,
    status: true,
    generation: [],
    columns: podColumns,
    default: defaultPod,
    create: createPod,
    statusKeeps: { status: ['qosClass'], metadata: ['ownerReferences'] },
    validate: podObjectErrors,
  },
  {
    kind: 'PodTemplate',
    generation: [],
    columns: podTemplateColumns,
    validate: ({ template }) => podTemplateErrors('template', template),
  },
  { kind: 'Secret', columns: cluster.secretColumns, default: defaultSecret, validate: secretErrors },
  {
    kind: 'Service',
    shortNames: ['svc'],
    categories: all,
    status: true,
    columns: network.serviceColumns,
    nameRule: checkServiceName,
    default: defaultService,
    create: createService,
    update: updateService,
    validate: serviceErrors,
  },
  { kind: 'ServiceAccount', shortNames: ['sa'], columns: cluster.serviceAccountColumns },
]

export const core: readonly Kind[] = rows.map(row => builtin('', 'v1', row))
