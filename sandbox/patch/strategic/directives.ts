import { isObject, type JsonObject, type Value } from '../../schema/schema.ts'

/** The field that a directive such as `$deleteFromPrimitiveList/finalizers` speaks of. */
export function extractKey(key: string, directive: string): string | undefined {
  return key.startsWith(`${directive}/`) ? key.slice(directive.length + 1) : undefined
}

/** A copy without fields that are null, at any depth. Nulls in lists stay. */
export function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  return mapFields(value, field => (field === null ? undefined : withoutNulls(field)))
}

/** A copy without maps that carry a `$patch`, at any depth; undefined for such a map itself. */
export function withoutDirectives(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter(item => item !== undefined)
  if (!isObject(value)) return value
  return Object.hasOwn(value, '$patch') ? undefined : mapFields(value, withoutDirectives)
}

function mapFields(object: JsonObject, change: (value: Value) => Value): JsonObject {
  const fields = Object.entries(object).map(([name, value]) => [name, change(value)] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}
