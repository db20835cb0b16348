import { isObject, type Value } from '../schema/schema.ts'

/** A decoded JSON value as Go's `%v` prints it, which some of the server's texts contain: `map[spec:map[replicas:x]]`. */
export function renderGo(value: Value): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(renderGo).join(' ')}]`
  if (!isObject(value)) return String(value)
  const fields = Object.keys(value).sort()
  return `map[${fields.map(name => `${name}:${renderGo(value[name])}`).join(' ')}]`
}

/** What Go says of a decoded JSON value that should have been an object, and is not null. */
export function notAnObject(value: Value): string {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`
}
