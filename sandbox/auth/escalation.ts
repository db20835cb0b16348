import type { KubeObject } from '../api.ts'
import type { Store } from '../store/store.ts'
import { grantedTo, permission, RBAC, rulesOf } from './rbac.ts'
import { grants, type Rule } from './rule.ts'
import type { User } from './user.ts'

/**
 * The rights that a Role or a binding would hand out and its writer does not hold, one a line as the server prints them; none when there are none.
 * Who may `escalate` roles or `bind` this one is not asked.
 */
export function escalated(store: Store, user: User, object: KubeObject): string[] {
  const { namespace = '', name } = object.metadata
  const isBinding = object.roleRef !== undefined
  const ask = isBinding
    ? { verb: 'bind', resource: `${String(object.roleRef.kind).toLowerCase()}s`, name: object.roleRef.name }
    : { verb: 'escalate', resource: `${object.kind.toLowerCase()}s`, name }
  if (permission(store, user, { ...ask, group: RBAC, subresource: '', namespace }) !== undefined) return []
  const rules: Rule[] = isBinding ? rulesOf(store, object.roleRef, namespace) : (object.rules ?? [])
  const held = grantedTo(store, user, namespace).map(({ rule }) => rule)
  return rules.flatMap(rule => missing(rule, held))
}

function missing(rule: Rule, held: readonly Rule[]): string[] {
  const paths = (rule.nonResourceURLs ?? []).flatMap(path => {
    const verbs = rule.verbs.filter(verb => !held.some(one => grants(one, { verb, path })))
    return verbs.length > 0 ? [`{NonResourceURLs:${quoted([path])}, Verbs:${quoted(verbs)}}`] : []
  })
  const resources = (rule.apiGroups ?? []).flatMap(group =>
    (rule.resources ?? []).flatMap(resource => missingOn(rule, group, resource, held)),
  )
  return [...paths, ...resources]
}

function missingOn(rule: Rule, group: string, path: string, held: readonly Rule[]): string[] {
  const [resource = '', subresource = ''] = path.split('/')
  const names = rule.resourceNames?.length ? rule.resourceNames : ['']
  const isHeld = (verb: string, name: string) =>
    held.some(one => grants(one, { verb, group, resource, subresource, namespace: '', name }))
  return names.flatMap(name => {
    const verbs = rule.verbs.filter(verb => !isHeld(verb, name))
    const named = name ? `, ResourceNames:${quoted([name])}` : ''
    return verbs.length > 0
      ? [`{APIGroups:${quoted([group])}, Resources:${quoted([path])}${named}, Verbs:${quoted(verbs)}}`]
      : []
  })
}

const quoted = (values: readonly string[]) => `[${values.map(value => JSON.stringify(value)).join(' ')}]`
