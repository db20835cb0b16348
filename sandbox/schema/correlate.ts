import { isObject, type Schema, type Value } from './schema.ts'

/** The old item that a list's item is compared with: only in a list of type map, whose items have an identity. */
export function correlate(schema: Schema, item: Value, old: Value): Value {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return undefined
  const identity = listMapKey(schema, item)
  return old.find(one => listMapKey(schema, one) === identity)
}

/** The keys of a list map's item as one text. */
export function listMapKey(schema: Schema, item: Value): string {
  if (!isObject(item)) return JSON.stringify(item)
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  return JSON.stringify(Object.fromEntries(keys.filter(key => item[key] !== undefined).map(key => [key, item[key]])))
}
