/** The pod template hash: the name and label by which a revision is known (contract rollout 3.1, corrections 1). */
import { canonicalJson } from '../canonical.ts'
import { shortHash } from '../hash.ts'
import type { PodTemplate } from '../types.ts'
import { podTemplate } from './shapes.ts'

/** Which upstream release made the hash: 1.9 and later, or before. */
export type Recipe = 'current' | 'before-1.9'

/** Hash of the template as it stands: not defaulted, without the hash label. */
export function podTemplateHash(
  template: PodTemplate | undefined,
  collisionCount?: number,
  recipe: Recipe = 'current',
): string {
  const text = canonicalJson(podTemplate, template, { creationTimestamps: recipe === 'before-1.9' })
  return shortHash(text, collisionCount)
}
