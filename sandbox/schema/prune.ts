import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/**
 * Removes the fields that the schema does not know, in place, and returns their paths as strict decoding names them (`spec.template.foo`,
 * `spec.containers[0].bar`). apiVersion, kind and metadata of the object itself, and of embedded resources, always stay.
 */
export function prune(schema: Schema, object: JsonObject): string[] {
  const unknown: string[] = []
  pruneObject({ ...schema, 'x-kubernetes-embedded-resource': true }, object, '', unknown)
  return unknown
}

function pruneValue(schema: Schema, value: Value, path: string, unknown: string[]): void {
  if (Array.isArray(value)) {
    if (schema.items)
      for (const [index, item] of value.entries()) pruneValue(schema.items, item, `${path}[${index}]`, unknown)
  } else if (isObject(value)) pruneObject(schema, value, path, unknown)
}

function pruneObject(schema: Schema, object: JsonObject, path: string, unknown: string[]): void {
  const embedded = schema['x-kubernetes-embedded-resource'] === true
  for (const field of Object.keys(object)) {
    if (embedded && isTypeOrObjectMeta(schema, field)) continue
    const at = path ? `${path}.${field}` : field
    const known = fieldSchema(schema, field)
    if (known) pruneValue(known, object[field], at, unknown)
    else if (!keepsUnknown(schema)) {
      delete object[field]
      unknown.push(at)
    }
  }
}

/** A CRD's schema says nothing of metadata (or restricts its name); a built-in kind's knows every field of it. */
function isTypeOrObjectMeta(schema: Schema, field: string): boolean {
  if (field === 'apiVersion' || field === 'kind') return true
  return field === 'metadata' && !schema.properties?.metadata?.properties?.ownerReferences
}

/** `x-kubernetes-preserve-unknown-fields`; and an object of which nothing is said, in a built-in kind, is free JSON (`FieldsV1`, `RawExtension`). */
function keepsUnknown(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true
}
