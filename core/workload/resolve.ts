/** Where the pod template and the selector come from (contract rollout 10.2). The resolved view is never stored. */
import type { PodTemplate } from '../api/types.ts'
import type { Resolved } from '../identity/situation.ts'
import { HASH } from '../keys.ts'
import { formatFieldError, invalid } from '../kube/field-error.ts'
import type { World } from '../world.ts'

/** Text is the error when there is nothing to resolve; it is shown as it is (corrections 6). */
export type Resolution = { readonly resolved: Resolved } | { readonly error: string }

export function resolve({ rollout, workload }: World): Resolution {
  const { spec } = rollout
  // What is missing inline is for validation to say.
  if (workload.state === 'inline') return { resolved: { template: spec.template ?? {}, selector: spec.selector ?? {} } }
  if (!isEmpty(spec.template)) return { error: 'template must be empty for workload reference rollout' }
  if (workload.state !== 'resolved') return { error: workload.message }
  const selector = spec.selector ?? workload.selector
  // A PodTemplate has none to lend; nothing is matched by a selector that is not there (contract rollout 10.1).
  if (!selector) return { error: unmatched(workload.template) }
  return { resolved: { template: withoutHash(workload.template), selector } }
}

function unmatched({ metadata }: PodTemplate): string {
  const detail = '`selector` does not match template `labels`'
  return formatFieldError(invalid('spec.template.metadata.labels', metadata?.labels, detail))
}

/** Empty means: no labels and no annotations; what else is in the template is not looked at. */
function isEmpty(template: PodTemplate | undefined): boolean {
  const { labels = {}, annotations = {} } = template?.metadata ?? {}
  return Object.keys(labels).length === 0 && Object.keys(annotations).length === 0
}

/** A ReplicaSet as the workload carries the label of the revision that it was (users 4-G12). */
function withoutHash(template: PodTemplate): PodTemplate {
  const { [HASH]: hash, ...labels } = template.metadata?.labels ?? {}
  return hash === undefined ? template : { ...template, metadata: { ...template.metadata, labels } }
}
