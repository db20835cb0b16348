import type { FieldError } from './field-error.ts'
import type { JsonObject, Schema } from './schema.ts'

/**
 * What is wrong with `object`, in the API server's words and order: types, required fields, enums, bounds, patterns, list maps and sets, then CEL rules.
 * `old` is the stored object on an update: it is what transition rules compare with.
 */
export function validate(_schema: Schema, _object: JsonObject, _old?: JsonObject): FieldError[] {
  return []
}
