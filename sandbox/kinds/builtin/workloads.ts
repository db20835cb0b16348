import type { Kind } from '../kind.ts'
import { builtin } from '../row.ts'

const scale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
}
const all = ['all']

export const workloads: readonly Kind[] = [
  builtin('apps', 'v1', { kind: 'DaemonSet', shortNames: ['ds'], categories: all, status: true }),
  builtin('apps', 'v1', { kind: 'Deployment', shortNames: ['deploy'], categories: all, status: true, scale }),
  builtin('apps', 'v1', { kind: 'ReplicaSet', shortNames: ['rs'], categories: all, status: true, scale }),
  builtin('apps', 'v1', { kind: 'StatefulSet', shortNames: ['sts'], categories: all, status: true, scale }),
  builtin('autoscaling', 'v2', { kind: 'HorizontalPodAutoscaler', shortNames: ['hpa'], categories: all, status: true }),
  builtin('batch', 'v1', { kind: 'Job', categories: all, status: true }),
  builtin('policy', 'v1', { kind: 'PodDisruptionBudget', shortNames: ['pdb'], status: true }),
]
