import type { PodTemplate } from '../api/types.ts'

/** Images of init containers and containers, in order. */
export function imagesOf(template: PodTemplate): readonly string[] {
  const { initContainers = [], containers = [] } = template.spec ?? {}
  return [...initContainers, ...containers].map(container => container.image ?? '')
}
