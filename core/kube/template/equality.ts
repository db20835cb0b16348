/** Whether two pod templates mean the same (contract rollout 3.3 rule 3): the last resort of a revision's identity. */
import { canonicalJson } from '../canonical.ts'
import type { PodTemplate } from '../types.ts'
import { withDefaults } from './defaults.ts'
import { podTemplate } from './shapes.ts'

const hashLabel = 'rollouts-pod-template-hash'

/**
 * `live` is a ReplicaSet's template without what was injected into it (ephemeral metadata, anti-affinity), `desired` the
 * Rollout's, not defaulted. The hash label does not count, the deprecated `serviceAccount` stands for `serviceAccountName`, nor does empty against absent
 * for lists and maps; quantities are compared by value.
 */
export function templatesEqual(live: PodTemplate, desired: PodTemplate): boolean {
  return comparable(live) === comparable(withDefaults(desired))
}

/** What is compared, as JSON. The Rollout's own template has to be defaulted first. */
export function comparable(template: PodTemplate): string {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {}
  const { serviceAccount, serviceAccountName = serviceAccount, ...rest } = template.spec ?? {}
  const spec = { ...rest, serviceAccountName }
  const bare = { metadata: { ...template.metadata, labels }, spec }
  return canonicalJson(podTemplate, bare, { quantitiesByValue: true })
}
