/** A rule of a Role or ClusterRole. */
export interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

/** What a request wants to do: to a path that is no resource, or to a resource. */
export type Attributes =
  | { readonly verb: string; readonly path: string }
  | {
      readonly verb: string
      readonly group: string
      readonly resource: string
      readonly subresource: string
      readonly namespace: string
      readonly name: string
    }

export function grants(rule: Rule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false
  if ('path' in attributes) return (rule.nonResourceURLs ?? []).some(url => coversPath(url, attributes.path))
  const { group, resource, subresource, name } = attributes
  const names = rule.resourceNames ?? []
  const isNamed = names.length === 0 || names.includes(name)
  return isNamed && has(rule.apiGroups, group) && coversResource(rule, resource, subresource)
}

function coversResource(rule: Rule, resource: string, subresource: string): boolean {
  const full = subresource ? `${resource}/${subresource}` : resource
  return (rule.resources ?? []).some(
    one => one === '*' || one === full || (subresource !== '' && one === `*/${subresource}`),
  )
}

const coversPath = (url: string, path: string) => (url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : url === path)

const has = (values: readonly string[] | undefined, value: string) =>
  (values ?? []).some(one => one === '*' || one === value)
