import type { KubeObject } from '../api.ts'
import type { Store } from '../store/store.ts'
import type { User } from './user.ts'

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

interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

const RBAC = 'rbac.authorization.k8s.io'

/** Whether the RBAC objects in the store let the user do it. Members of system:masters may do everything, as on a real cluster. */
export function isAllowed(store: Store, user: User, attributes: Attributes): boolean {
  if (user.groups.includes('system:masters')) return true
  return rulesFor(store, user, 'namespace' in attributes ? attributes.namespace : '').some(rule =>
    grants(rule, attributes),
  )
}

/** All rules that hold for the user in the namespace: cluster-wide bindings, then the namespace's own. */
export function rulesFor(store: Store, user: User, namespace: string): Rule[] {
  const bindings = [
    ...store.list(`${RBAC}/clusterrolebindings`),
    ...(namespace ? store.list(`${RBAC}/rolebindings`, namespace) : []),
  ]
  return bindings.filter(binding => binds(binding, user)).flatMap(binding => rulesOfRole(store, binding))
}

function binds(binding: KubeObject, user: User): boolean {
  return (binding.subjects ?? []).some((subject: { kind: string; name: string; namespace?: string }) => {
    if (subject.kind === 'Group') return user.groups.includes(subject.name)
    if (subject.kind === 'User') return user.name === subject.name
    return user.name === `system:serviceaccount:${subject.namespace ?? binding.metadata.namespace}:${subject.name}`
  })
}

function rulesOfRole(store: Store, binding: KubeObject): Rule[] {
  const { kind, name } = binding.roleRef
  if (kind === 'Role') return store.get(`${RBAC}/roles`, `${binding.metadata.namespace}/${name}`)?.rules ?? []
  const role = store.get(`${RBAC}/clusterroles`, `/${name}`)
  return role?.aggregationRule ? aggregated(store, role) : (role?.rules ?? [])
}

/** A real cluster writes the aggregated rules into the role; reading them here has the same effect. */
function aggregated(store: Store, role: KubeObject): Rule[] {
  const selectors: { matchLabels?: Record<string, string> }[] = role.aggregationRule.clusterRoleSelectors ?? []
  const chosen = store
    .list(`${RBAC}/clusterroles`)
    .filter(other =>
      selectors.some(selector =>
        Object.entries(selector.matchLabels ?? {}).every(([key, value]) => other.metadata.labels?.[key] === value),
      ),
    )
  return [...(role.rules ?? []), ...chosen.flatMap(other => other.rules ?? [])]
}

function grants(rule: Rule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false
  if ('path' in attributes) return (rule.nonResourceURLs ?? []).some(url => coversPath(url, attributes.path))
  const { group, resource, subresource, name } = attributes
  const names = rule.resourceNames ?? []
  return (
    has(rule.apiGroups, group) &&
    coversResource(rule, resource, subresource) &&
    (names.length === 0 || names.includes(name))
  )
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
