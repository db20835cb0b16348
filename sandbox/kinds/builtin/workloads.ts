import { autoscalerColumns } from '../columns/cluster.ts'
import * as columns from '../columns/workload.ts'
import { createJob } from '../defaults/pod.ts'
import * as defaults from '../defaults/workload.ts'
import type { Kind } from '../kind.ts'
import { builtin } from '../row.ts'
import { autoscalerErrors, budgetErrors } from '../validation/data.ts'
import * as validation from '../validation/workload.ts'

const scale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
}
const all = ['all']

export const workloads: readonly Kind[] = [
  builtin('apps', 'v1', {
    kind: 'DaemonSet',
    shortNames: ['ds'],
    categories: all,
    status: true,
    generation: [],
    columns: columns.daemonSetColumns,
    default: defaults.defaultDaemonSet,
    create: defaults.createDaemonSet,
    update: defaults.updateDaemonSet,
    validate: validation.daemonSetErrors,
  }),
  builtin('apps', 'v1', {
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: all,
    status: true,
    scale,
    generation: ['annotations'],
    statusKeeps: { metadata: ['labels'] },
    columns: columns.deploymentColumns,
    default: defaults.defaultDeployment,
    validate: validation.deploymentErrors,
  }),
  builtin('apps', 'v1', {
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: all,
    status: true,
    scale,
    generation: [],
    columns: columns.replicaSetColumns,
    default: defaults.defaultReplicaSet,
    validate: validation.replicaSetErrors,
  }),
  builtin('apps', 'v1', {
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: all,
    status: true,
    scale,
    generation: [],
    columns: columns.statefulSetColumns,
    default: defaults.defaultStatefulSet,
    validate: validation.statefulSetErrors,
  }),
  builtin('autoscaling', 'v2', {
    kind: 'HorizontalPodAutoscaler',
    shortNames: ['hpa'],
    categories: all,
    status: true,
    columns: autoscalerColumns,
    default: defaults.defaultAutoscaler,
    validate: autoscalerErrors,
  }),
  builtin('batch', 'v1', {
    kind: 'Job',
    categories: all,
    status: true,
    generation: [],
    columns: columns.jobColumns,
    default: defaults.defaultJob,
    create: createJob,
    validate: validation.jobErrors,
  }),
  builtin('policy', 'v1', {
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    status: true,
    generation: [],
    columns: columns.budgetColumns,
    validate: budgetErrors,
  }),
]
