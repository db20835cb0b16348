import type { KubeObject } from '../api.ts'
import type { Store } from '../store/store.ts'
import { type Attributes, grants, type Rule } from './rule.ts'
import type { User } from './user.ts'

/** A rule that holds for a user, and why, in the words of an access review. */
interface Granted {
  readonly rule: Rule
  readonly reason: string
}

export const RBAC = 'rbac.authorization.k8s.io'

/** Why the RBAC objects in the store let the user do it; undefined when they do not. Members of system:masters may do everything. */
export function permission(store: Store, user: User, attributes: Attributes): string | undefined {
  if (user.groups.includes('system:masters')) return ''
  const namespace = 'namespace' in attributes ? attributes.namespace : ''
  return grantedTo(store, user, namespace).find(({ rule }) => grants(rule, attributes))?.reason
}

/** All rules that hold for the user in the namespace: cluster-wide bindings first, then the namespace's own. */
export function grantedTo(store: Store, user: User, namespace: string): Granted[] {
  const bindings = [
    ...store.list(`${RBAC}/clusterrolebindings`),
    ...(namespace ? store.list(`${RBAC}/rolebindings`, namespace) : []),
  ]
  return bindings.flatMap(binding => {
    const subject = subjectOf(binding, user)
    const reason = subject && reasonOf(binding, subject)
    return reason ? rulesOf(store, binding.roleRef, binding.metadata.namespace).map(rule => ({ rule, reason })) : []
  })
}

interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

function subjectOf(binding: KubeObject, user: User): Subject | undefined {
  return (binding.subjects ?? []).find((subject: Subject) => {
    if (subject.kind === 'Group') return user.groups.includes(subject.name)
    if (subject.kind === 'User') return user.name === subject.name
    return user.name === `system:serviceaccount:${subject.namespace ?? binding.metadata.namespace}:${subject.name}`
  })
}

function reasonOf({ kind, metadata, roleRef }: KubeObject, subject: Subject): string {
  const binding = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name
  const name = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace}` : subject.name
  return `RBAC: allowed by ${kind} "${binding}" of ${roleRef.kind} "${roleRef.name}" to ${subject.kind} "${name}"`
}

/** The rules of the role that a binding names; none when it does not exist. */
export function rulesOf(store: Store, roleRef: { kind: string; name: string }, namespace: string | undefined): Rule[] {
  if (roleRef.kind === 'Role') return store.get(`${RBAC}/roles`, `${namespace}/${roleRef.name}`)?.rules ?? []
  const role = store.get(`${RBAC}/clusterroles`, `/${roleRef.name}`)
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
