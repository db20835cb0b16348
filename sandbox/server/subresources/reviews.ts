import type { KubeObject } from '../../api.ts'
import { grantedTo, permission } from '../../auth/rbac.ts'
import type { Attributes } from '../../auth/rule.ts'
import { authenticate, type User } from '../../auth/user.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { invalid } from '../errors.ts'
import { addressed } from '../metadata.ts'
import type { Target } from '../target.ts'
import { decodeBody } from '../write/decode.ts'

type Review = (cluster: Cluster, review: KubeObject, user: User) => object

/** What each review answers in its status. Nothing is stored. */
const REVIEWS: Record<string, Review> = {
  SelfSubjectAccessReview: (cluster, { spec = {} }, user) => access(cluster, user, spec),
  SubjectAccessReview: (cluster, { spec = {} }) =>
    access(cluster, { name: spec.user ?? '', groups: spec.groups ?? [] }, spec),
  LocalSubjectAccessReview: (cluster, { spec = {} }) =>
    access(cluster, { name: spec.user ?? '', groups: spec.groups ?? [] }, spec),
  SelfSubjectRulesReview: (cluster, { spec = {} }, user) => rules(cluster, user, spec.namespace ?? ''),
  TokenReview: (_, { spec = {} }) => token(spec.token ?? ''),
  SelfSubjectReview: (_cluster, _review, user) => ({ userInfo: { username: user.name, groups: user.groups } }),
}

/** POST of a SubjectAccessReview, a TokenReview or one of their kin. */
export function review(cluster: Cluster, target: Target, call: Call): KubeObject {
  const { kind } = target
  const asked = addressed(decodeBody(call, kind).json, target, kind)
  const status = REVIEWS[kind.kind]!(cluster, asked, call.user)
  return { ...asked, status }
}

interface AccessSpec {
  readonly resourceAttributes?: Record<string, string>
  readonly nonResourceAttributes?: { readonly verb?: string; readonly path?: string }
}

function access(cluster: Cluster, user: User, spec: AccessSpec): object {
  if (Boolean(spec.resourceAttributes) === Boolean(spec.nonResourceAttributes)) throw ambiguous()
  if (!cluster.rbac) return { allowed: true, reason: 'RBAC is switched off in this sandbox' }
  const reason = permission(cluster.store, user, attributesOf(spec))
  return { allowed: reason !== undefined, ...(reason && { reason }) }
}

function ambiguous(): Error {
  const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified'
  const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' }
  return invalid({ group: 'authorization.k8s.io', kind: '' }, '', [cause])
}

function attributesOf({ resourceAttributes: asked = {}, nonResourceAttributes }: AccessSpec): Attributes {
  if (nonResourceAttributes) return { verb: nonResourceAttributes.verb ?? '', path: nonResourceAttributes.path ?? '' }
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '' } = asked
  return { verb, group, resource, subresource, namespace, name }
}

const EVERYTHING = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]

function rules(cluster: Cluster, user: User, namespace: string): object {
  const isFree = !cluster.rbac || user.groups.includes('system:masters')
  const all = isFree ? EVERYTHING : grantedTo(cluster.store, user, namespace).map(({ rule }) => rule)
  return {
    resourceRules: all.filter(rule => 'resources' in rule),
    nonResourceRules: isFree
      ? [{ verbs: ['*'], nonResourceURLs: ['*'] }]
      : all.filter(rule => 'nonResourceURLs' in rule),
    incomplete: false,
  }
}

function token(text: string): object {
  try {
    const { name, groups } = authenticate({ authorization: `Bearer ${text}` })
    return { authenticated: true, user: { username: name, groups } }
  } catch {
    return { authenticated: false, user: {}, error: 'invalid bearer token' }
  }
}
