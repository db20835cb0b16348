import { semanticallyEqual } from '../../../core/kube/equality.ts'
import { checkConfigKey, checkDnsLabel } from '../../../core/kube/names.ts'
import { selectorErrors } from '../../../core/kube/template/validate/labels.ts'
import type { KubeObject } from '../../api.ts'
import { type FieldError, forbidden, invalid, required, unsupported } from '../../schema/field-error.ts'
import type { JsonObject } from '../../schema/schema.ts'
import { fromCore } from './core-errors.ts'
import { hundredErrors, immutableErrors, negativeErrors, shareErrors } from './workload.ts'

const LARGEST = 1024 * 1024

const keyErrors = (field: string, data: JsonObject = {}): FieldError[] =>
  Object.keys(data).flatMap(key => Array.from(checkConfigKey(key), text => invalid(`${field}[${key}]`, key, text)))

const size = (data: JsonObject = {}): number => Object.values(data).reduce((sum, text) => sum + String(text).length, 0)

/** Data that says of itself that it does not change. */
function frozenErrors(object: KubeObject, old: KubeObject | undefined, fields: readonly string[]): FieldError[] {
  if (!old?.immutable) return []
  const text = 'field is immutable when `immutable` is set'
  const changed = fields.filter(field => !semanticallyEqual(object[field], old[field]))
  return [...(object.immutable ? [] : [forbidden('immutable', text)]), ...changed.map(field => forbidden(field, text))]
}

export function configMapErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const { data = {}, binaryData = {} } = object
  const both = Object.keys(data).filter(key => Object.hasOwn(binaryData, key))
  const isTooBig = size(data) + (size(binaryData) * 3) / 4 > LARGEST
  return [
    ...frozenErrors(object, old, ['data', 'binaryData']),
    ...keyErrors('data', data),
    ...both.map(key => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...keyErrors('binaryData', binaryData),
    ...(isTooBig
      ? [{ type: 'FieldValueTooLong', field: '', detail: `may not be more than ${LARGEST} bytes` } as const]
      : []),
  ]
}

const SECRET_KEYS: { readonly [type: string]: readonly string[] } = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
}

export function secretErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const { data = {}, type } = object
  const missing = (SECRET_KEYS[type] ?? []).filter(key => data[key] === undefined)
  const isTooBig = (size(data) * 3) / 4 > LARGEST
  return [
    ...(old ? immutableErrors('type', type, old.type) : []),
    ...frozenErrors(object, old, ['data']),
    ...keyErrors('data', data),
    ...(isTooBig
      ? [{ type: 'FieldValueTooLong', field: 'data', detail: `may not be more than ${LARGEST} bytes` } as const]
      : []),
    ...missing.map(key => required(`data[${key}]`)),
  ]
}

export function autoscalerErrors({ spec }: KubeObject): FieldError[] {
  const { minReplicas, maxReplicas, scaleTargetRef } = spec
  const { apiVersion = '' } = scaleTargetRef
  return [
    ...(minReplicas < 1 ? [invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')] : []),
    ...(maxReplicas < 1 ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0')] : []),
    ...(maxReplicas < minReplicas
      ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...['kind', 'name'].filter(field => !scaleTargetRef[field]).map(field => required(`spec.scaleTargetRef.${field}`)),
    ...(apiVersion.includes('/')
      ? []
      : [invalid('spec.scaleTargetRef.apiVersion', apiVersion, 'apiVersion must specify API group')]),
  ]
}

const EVICTION = ['AlwaysAllow', 'IfHealthyBudget']

export function budgetErrors({ spec }: KubeObject): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  const isBoth = minAvailable !== undefined && maxUnavailable !== undefined
  const shares = Object.entries({ minAvailable, maxUnavailable }).filter(([, value]) => value !== undefined)
  return [
    ...(isBoth ? [invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...shares.flatMap(([field, value]) => [
      ...shareErrors(`spec.${field}`, value),
      ...hundredErrors(`spec.${field}`, value),
    ]),
    ...(selector ? fromCore(selectorErrors('spec.selector', selector)) : []),
    ...(policy && !EVICTION.includes(policy) ? [unsupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION)] : []),
  ]
}

const RBAC = 'rbac.authorization.k8s.io'

export function roleErrors({ rules }: KubeObject): FieldError[] {
  return (rules ?? []).flatMap((rule: JsonObject, index: number) => {
    const path = `rules[${index}]`
    const verbs = rule.verbs?.length ? [] : [required(`${path}.verbs`, 'verbs must contain at least one value')]
    if (rule.nonResourceURLs?.length) return verbs
    return [
      ...verbs,
      ...(rule.apiGroups?.length
        ? []
        : [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]),
      ...(rule.resources?.length
        ? []
        : [required(`${path}.resources`, 'resource rules must supply at least one resource')]),
    ]
  })
}

export function bindingErrors({ kind, roleRef, subjects = [] }: KubeObject, old?: KubeObject): FieldError[] {
  const kinds = ['ClusterRole', 'Role']
  return [
    ...(old && !semanticallyEqual(roleRef, old.roleRef) ? [invalid('roleRef', roleRef, 'cannot change roleRef')] : []),
    ...(roleRef.apiGroup === RBAC ? [] : [unsupported('roleRef.apiGroup', roleRef.apiGroup, [RBAC])]),
    ...(kinds.includes(roleRef.kind) ? [] : [unsupported('roleRef.kind', roleRef.kind, kinds)]),
    ...(roleRef.name ? [] : [required('roleRef.name')]),
    ...subjects.flatMap((subject: JsonObject, index: number) =>
      subjectErrors(subject, `subjects[${index}]`, kind === 'ClusterRoleBinding'),
    ),
  ]
}

function subjectErrors({ kind, name, namespace }: JsonObject, path: string, needsNamespace: boolean): FieldError[] {
  const kinds = ['Group', 'ServiceAccount', 'User']
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(kind === 'ServiceAccount' && needsNamespace && !namespace ? [required(`${path}.namespace`)] : []),
    ...(kinds.includes(kind) ? [] : [unsupported(`${path}.kind`, kind, kinds)]),
  ]
}

export function leaseErrors({ spec = {} }: KubeObject): FieldError[] {
  const { leaseDurationSeconds: duration } = spec
  return [
    ...(duration <= 0 ? [invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')] : []),
    ...negativeErrors('spec', spec, ['leaseTransitions']),
  ]
}

export function claimErrors({ spec }: KubeObject, old?: KubeObject): FieldError[] {
  const fixed = ['accessModes', 'selector', 'storageClassName', 'volumeMode', 'dataSource', 'dataSourceRef']
  const isChanged =
    old && fixed.some(field => old.spec[field] !== undefined && !semanticallyEqual(spec[field], old.spec[field]))
  return [
    ...(spec.accessModes?.length ? [] : [required('spec.accessModes', 'at least 1 access mode is required')]),
    ...(spec.resources?.requests?.storage ? [] : [required('spec.resources[storage]')]),
    ...(isChanged
      ? [
          forbidden(
            'spec',
            'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
          ),
        ]
      : []),
  ]
}

/** A namespace is named like a host. */
export const namespaceName = checkDnsLabel

/** RBAC names are path segments. */
export function* pathSegmentName(name: string): Iterable<string> {
  if (name === '.' || name === '..') yield `may not be '${name}'`
  for (const part of ['/', '%']) if (name.includes(part)) yield `may not contain '${part}'`
}
