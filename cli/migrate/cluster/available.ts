/** Whether a Deployment has all its pods. */
import type { Deployment } from './objects.ts'

export function isAvailable({ metadata, spec, status = {} }: Deployment): boolean {
  return status.observedGeneration === metadata.generation && (status.availableReplicas ?? 0) >= spec.replicas
}

export function shortOf({ metadata, spec, status = {} }: Deployment): string {
  return `deployment "${metadata.name}": ${status.availableReplicas ?? 0} of ${spec.replicas} pods are available`
}
