import { isObject, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { PatchError } from '../patch-error.ts'

/** How server-side apply sees a value: one thing, a map of fields, or a list whose items have an identity. */
export type Granularity = 'leaf' | 'map' | 'list'

/** Without a schema (and where unknown fields are preserved) maps are granular and lists are not. */
export function granularityOf(schema: Schema, value: Value): Granularity {
  if (isObject(value)) return schema['x-kubernetes-map-type'] === 'atomic' ? 'leaf' : 'map'
  if (!Array.isArray(value)) return 'leaf'
  const type = schema['x-kubernetes-list-type']
  return type === 'map' || type === 'set' ? 'list' : 'leaf'
}

export const fieldElement = (name: string): string => `f:${name}`

/** The identity of an item in a list of type map (`k:{...}`, its keys sorted, a missing key from its default) or set (`v:...`). */
export function itemElement(schema: Schema, item: Value): string {
  if (schema['x-kubernetes-list-type'] === 'set') {
    if (typeof item === 'object') throw new PatchError(notInSet(item))
    return `v:${JSON.stringify(item)}`
  }
  return `k:${JSON.stringify(itemKey(schema, item))}`
}

function notInSet(item: Value): string {
  if (item === null) return "associative list without keys has an element that's an explicit null"
  if (Array.isArray(item)) return 'not supported: associative list with lists as elements'
  return "associative list without keys has an element that's a map type"
}

function itemKey(schema: Schema, item: Value): JsonObject {
  if (item === null) throw new PatchError('associative list with keys may not have a null element')
  if (!isObject(item)) throw new PatchError('associative list with keys may not have non-map elements')
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const key: JsonObject = {}
  for (const name of [...keys].sort()) {
    const value = item[name] ?? schema.items?.properties?.[name]?.default
    if (value !== undefined) key[name] = value
  }
  if (Object.keys(key).length > 0) return key
  const names = keys.map(name => JSON.stringify(name)).join(' ')
  throw new PatchError(
    `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
  )
}

/** `.spec.template.spec.containers[name="web"].image`: a path as conflicts name it. */
export function renderPath(path: readonly string[]): string {
  return path.map(renderElement).join('')
}

function renderElement(element: string): string {
  const rest = element.slice(2)
  if (element.startsWith('f:')) return `.${rest}`
  if (element.startsWith('v:')) return `[=${rest}]`
  if (element.startsWith('i:')) return `[${rest}]`
  const fields = Object.entries(JSON.parse(rest) as JsonObject)
  return `[${fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`
}
