/** The hash by which a change of the steps is noticed (contract rollout 3.4). */
import { canonicalJson } from '../kube/canonical.ts'
import { shortHash } from '../kube/hash.ts'
import { CanaryStep as shape } from './schema/steps.ts'
import type { CanaryStep } from './types.ts'

/** Hash of `spec.strategy.canary.steps`; no steps and an empty list hash alike. A blue-green Rollout has none: its hash is the empty text. */
export function stepsHash(steps: readonly CanaryStep[] | undefined): string {
  return shortHash(canonicalJson({ kind: 'list', of: shape }, steps?.length ? steps : undefined))
}
