import { listMapKey } from './correlate.ts'
import { duplicate, type FieldError, invalid } from './field-error.ts'
import { join } from './path.ts'
import { fieldSchema, isObject, type Schema, type Value } from './schema.ts'

/** Items that a list of type map or set has twice, wherever in the object; only for a schema that a client may write (CRDs). */
export function listTypeErrors(schema: Schema, value: Value, path = ''): FieldError[] {
  if (Array.isArray(value)) return [...duplicates(schema, value, path), ...itemErrors(schema, value, path)]
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, field]) => {
    const known = fieldSchema(schema, name)
    return known ? listTypeErrors(known, field, join(path, name)) : []
  })
}

function itemErrors({ items }: Schema, list: readonly Value[], path: string): FieldError[] {
  return items ? list.flatMap((item, index) => listTypeErrors(items, item, `${path}[${index}]`)) : []
}

function duplicates(schema: Schema, list: readonly Value[], path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type']
  if (type !== 'map' && type !== 'set') return []
  const seen = new Set<string>()
  return list.flatMap((item, index) => {
    const at = `${path}[${index}]`
    if (type === 'map' && !isObject(item)) return [invalid(at, item, 'must be an object for an array of list-type map')]
    const identity = type === 'map' ? listMapKey(schema, item) : JSON.stringify(item)
    if (!seen.has(identity)) {
      seen.add(identity)
      return []
    }
    return [duplicate(at, JSON.parse(identity))]
  })
}
