/** Selectors as the built-in kinds have them: an object form, where an absent one takes nothing and an empty one everything, or a plain map of labels. */
import { matchesSelector } from '../../core/kube/selector.ts'
import type { LabelSelector } from '../../core/kube/types.ts'

export type { LabelSelector }

type Labels = { readonly [key: string]: string } | undefined

export const isSelected = (selector: LabelSelector | undefined, labels: Labels): boolean =>
  selector !== undefined && matchesSelector(selector, labels)

export const isSubset = (wanted: Labels, labels: Labels): boolean =>
  Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value)
