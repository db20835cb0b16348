import { formatSelector, matchesSelector } from '../../../core/kube/selector.ts'
import type { LabelSelector, PodTemplate } from '../../../core/kube/types.ts'

/** Comparable text. */
export const canonicalOf = (selector: LabelSelector): string => formatSelector(selector)

interface Selecting {
  readonly selector?: LabelSelector | undefined
  readonly template?: PodTemplate | undefined
}

/** Either would find the pods of the other. */
export function overlap(a: Selecting, b: Selecting): boolean {
  return finds(a, b) || finds(b, a)
}

function finds({ selector }: Selecting, { template }: Selecting): boolean {
  return selector !== undefined && template !== undefined && matchesSelector(selector, template.metadata?.labels)
}
