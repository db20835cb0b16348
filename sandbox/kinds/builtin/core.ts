import type { Kind } from '../kind.ts'
import { builtin } from '../row.ts'

export const core: readonly Kind[] = [
  { kind: 'ConfigMap', shortNames: ['cm'] },
  { kind: 'Endpoints', plural: 'endpoints', shortNames: ['ep'] },
  { kind: 'Event', shortNames: ['ev'] },
  { kind: 'Namespace', shortNames: ['ns'], clusterScoped: true, status: true },
  { kind: 'Node', shortNames: ['no'], clusterScoped: true, status: true },
  { kind: 'PersistentVolumeClaim', shortNames: ['pvc'], status: true },
  { kind: 'Pod', shortNames: ['po'], categories: ['all'], status: true },
  { kind: 'PodTemplate' },
  { kind: 'Secret' },
  { kind: 'Service', shortNames: ['svc'], categories: ['all'], status: true },
  { kind: 'ServiceAccount', shortNames: ['sa'] },
].map(row => builtin('', 'v1', row as Parameters<typeof builtin>[2]))
