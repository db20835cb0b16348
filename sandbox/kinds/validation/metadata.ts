import { checkDnsSubdomain, checkQualifiedName } from '../../../core/kube/names.ts'
import { annotationErrors, labelErrors } from '../../../core/kube/template/validate/labels.ts'
import type { KubeObject } from '../../api.ts'
import { type FieldError, forbidden, invalid } from '../../schema/field-error.ts'
import type { JsonObject } from '../../schema/schema.ts'
import { fromCore } from './core-errors.ts'

/** What a name has to be; yields complaints. */
export type NameRule = (name: string) => Iterable<string>

/** Kubernetes' rules on metadata, for every kind. That a name is there at all is checked before. */
export function metadataErrors(
  { metadata }: KubeObject,
  namespaced: boolean,
  nameRule: NameRule = checkDnsSubdomain,
): FieldError[] {
  const { name, namespace, labels, annotations, ownerReferences = [], finalizers = [] } = metadata
  return [
    ...(name ? Array.from(nameRule(name), text => invalid('metadata.name', name, text)) : []),
    ...(!namespaced && namespace ? [forbidden('metadata.namespace', 'not allowed on this type')] : []),
    ...fromCore(labelErrors('metadata.labels', labels)),
    ...fromCore(annotationErrors('metadata.annotations', annotations)),
    ...ownerErrors(ownerReferences),
    ...finalizers.flatMap((one: string) =>
      Array.from(checkQualifiedName(one), text => invalid('metadata.finalizers', one, text)),
    ),
  ]
}

const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion']

/** Of an object of a built-in kind: a finalizer says whose it is. */
export function finalizerErrors({ metadata: { finalizers = [] } }: KubeObject): FieldError[] {
  const text = 'name is neither a standard finalizer name nor is it fully qualified'
  return finalizers.flatMap((one: string, index: number) =>
    one.includes('/') || STANDARD.includes(one) ? [] : [invalid(`metadata.finalizers[${index}]`, one, text)],
  )
}

function ownerErrors(owners: readonly JsonObject[]): FieldError[] {
  const path = 'metadata.ownerReferences'
  const missing = owners.flatMap(owner => [
    ...(owner.apiVersion ? [] : [invalid(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty')]),
    ...['kind', 'name', 'uid']
      .filter(field => !owner[field])
      .map(field => invalid(`${path}.${field}`, '', 'must not be empty')),
  ])
  const controllers = owners.filter(owner => owner.controller).map(owner => `${owner.kind}/${owner.name}`)
  if (controllers.length < 2) return missing
  const text = `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0]} and ${controllers[1]}`
  return [...missing, invalid(path, owners, text)]
}
