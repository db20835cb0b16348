import { fieldSchema, isObject, type Schema, type Value } from '../schema.ts'

/** A JSON value as rules see it: integers apart from doubles, timestamps as such, and of an object only the fields that its schema knows. */
export function celValue(schema: Schema, value: Value): Value {
  if (Array.isArray(value)) return value.map(item => celValue(schema.items ?? {}, item))
  if (isObject(value)) return celObject(schema, value)
  if (typeof value === 'number') return schema.type !== 'number' && Number.isInteger(value) ? BigInt(value) : value
  if (typeof value === 'string' && schema.format === 'date-time') return new Date(value)
  return value
}

function celObject(schema: Schema, object: Value): Value {
  const entries = Object.entries(object).flatMap(([name, value]) => {
    const known = fieldSchema(schema, name)
    return known ? [[escapeName(name, schema), celValue(known, value)] as const] : []
  })
  return Object.fromEntries(entries)
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** A field is read as `self.x__dash__y` when CEL cannot spell it; the keys of a map are data and stay. */
function escapeName(name: string, { properties }: Schema): string {
  if (!properties || !Object.hasOwn(properties, name)) return name
  if (RESERVED.has(name)) return `__${name}__`
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__')
}
