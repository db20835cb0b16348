import { anyJson } from '../../core/kube/canonical.ts'
import { isObject, type JsonObject, type Schema } from '../schema/schema.ts'
import { compare } from './fields/compare.ts'
import { difference, type FieldSet } from './fields/field-set.ts'
import { fieldsOf } from './fields/of-object.ts'
import { unmanaged } from './managed-fields.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * What kubectl may take over without a conflict: fields that its client-side apply wrote and that are still as it wrote them. Undefined when the live
 * object has no such record, in this API version.
 */
export function allowedByLastApplied(
  schema: Schema,
  live: JsonObject | undefined,
  apiVersion: string,
): FieldSet | undefined {
  const lastApplied = parse(live?.metadata?.annotations?.[LAST_APPLIED])
  if (lastApplied?.apiVersion !== apiVersion) return undefined
  const { added, modified, removed } = compare(schema, lastApplied, unmanaged(live!))
  return [added, modified, removed].reduce(difference, fieldsOf(schema, lastApplied))
}

/** kubectl's server-side apply keeps the record of its client-side apply current, where there is one. */
export function withLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  const annotations = object.metadata?.annotations
  if (!annotations?.[LAST_APPLIED]) return object
  const { [LAST_APPLIED]: _, ...own } = applied.metadata?.annotations ?? {}
  const record = applied.metadata?.annotations
    ? { ...applied, metadata: { ...applied.metadata, annotations: own } }
    : applied
  const text = `${anyJson(record)}\n`
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } }
}

function parse(text: unknown): JsonObject | undefined {
  try {
    const value = JSON.parse(String(text))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
