import { isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/**
 * Fills in the schema's defaults, in place: a missing field that has a default gets a copy of it, and then the defaults inside of it. A null where the
 * schema is not nullable counts as missing. A missing parent without a default of its own stays missing.
 */
export function applyDefaults(schema: Schema, object: JsonObject): void {
  defaultValue(schema, object)
}

function defaultValue(schema: Schema, value: Value): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) defaultValue(schema.items, item)
  } else if (isObject(value)) defaultObject(schema, value)
}

function defaultObject(schema: Schema, object: JsonObject): void {
  for (const [field, known] of Object.entries(schema.properties ?? {})) {
    fillIn(known, object, field)
  }
  const other = schema.additionalProperties
  if (typeof other !== 'object') return
  for (const field of Object.keys(object)) {
    if (Object.hasOwn(schema.properties ?? {}, field)) continue
    fillIn(other, object, field)
  }
}

function fillIn(schema: Schema, object: JsonObject, field: string): void {
  if (isMissing(object[field], schema)) {
    if (schema.default !== undefined) object[field] = structuredClone(schema.default)
    else delete object[field]
  }
  defaultValue(schema, object[field])
}

function isMissing(value: Value, schema: Schema): boolean {
  return value === undefined || (value === null && !schema.nullable)
}
