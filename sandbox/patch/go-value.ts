import { isObject, type Value } from '../schema/schema.ts'

/** A decoded JSON value as Go's `%v` prints it, which some of the server's texts contain: `map[spec:map[replicas:x]]`. */
export function renderGo(value: Value): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(renderGo).join(' ')}]`
  if (!isObject(value)) return String(value)
  const fields = Object.keys(value).sort()
  return `map[${fields.map(name => `${name}:${renderGo(value[name])}`).join(' ')}]`
}
