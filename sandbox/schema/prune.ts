import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/**
 * Removes the fields that the schema does not know, in place, and returns their paths as strict decoding names them (`spec.template.foo`,
 * `spec.containers[0].bar`): for a built-in kind in the object's order, for a custom resource sorted. The schema speaks of apiVersion, kind and metadata too.
 */
export function prune(schema: Schema, object: JsonObject): string[] {
  const unknown: string[] = []
  pruneObject(schema, object, '', unknown)
  return schema['x-definition'] ? unknown : unknown.sort()
}

function pruneValue(schema: Schema, value: Value, path: string, unknown: string[]): void {
  if (Array.isArray(value)) {
    if (schema.items)
      for (const [index, item] of value.entries()) pruneValue(schema.items, item, `${path}[${index}]`, unknown)
  } else if (isObject(value)) pruneObject(schema, value, path, unknown)
}

function pruneObject(schema: Schema, object: JsonObject, path: string, unknown: string[]): void {
  for (const field of Object.keys(object)) {
    const at = path ? `${path}.${field}` : field
    const known = fieldSchema(schema, field)
    if (known) pruneValue(known, object[field], at, unknown)
    else if (!keepsUnknown(schema)) {
      delete object[field]
      unknown.push(at)
    }
  }
}

/** Asked for in a CRD; and in a built-in kind, an object of which nothing is said is free JSON (`FieldsV1`, `RawExtension`). */
function keepsUnknown(schema: Schema): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields']) return true
  return schema['x-definition'] !== undefined && !schema.properties && !schema.additionalProperties
}
