import type { KubeObject } from '../../api.ts'
import { ApiError } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import { type FieldError, forbidden, renderInvalid, required } from '../../schema/field-error.ts'

/** Throws 422 with every wrong field of the object. */
export function checkFields(kind: Kind, object: KubeObject, old?: KubeObject): void {
  const errors = [...nameErrors(object), ...kind.validate(object, old)]
  if (errors.length > 0) throw invalidObject(kind, object, errors)
}

/** While an object is being deleted, finalizers may only go. */
export function checkFinalizers(kind: Kind, object: KubeObject, old: KubeObject): void {
  if (!old.metadata.deletionTimestamp) return
  const before = new Set<string>(old.metadata.finalizers ?? [])
  const added = (object.metadata.finalizers ?? []).filter((finalizer: string) => !before.has(finalizer))
  if (added.length === 0) return
  const list = added.map((finalizer: string) => JSON.stringify(finalizer)).join(', ')
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`
  throw invalidObject(kind, object, [forbidden('metadata.finalizers', detail)])
}

export function invalidObject(kind: Kind, object: KubeObject, errors: readonly FieldError[]): ApiError {
  const { message, reason, details, code } = renderInvalid(kind.group, kind.kind, object.metadata.name ?? '', errors)
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    details,
    code,
  })
}

function nameErrors({ metadata }: KubeObject): FieldError[] {
  return metadata.name ? [] : [required('metadata.name', 'name or generateName is required')]
}
