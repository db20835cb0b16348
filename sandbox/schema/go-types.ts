import { parseQuantity } from '../../core/kube/quantity.ts'
import { fieldSchema, isIntOrString, isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/**
 * The first value of an object of a built-in kind that Go could not decode into its type, in the server's words
 * (`json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`); undefined when all can be.
 */
export function decodingError(schema: Schema, object: JsonObject): string | undefined {
  return firstError(schema, object, { struct: structName(schema), path: [] })
}

interface Place {
  /** The struct whose field is looked at, and the fields on the way to it; indexes and map keys do not count. */
  readonly struct: string
  readonly path: readonly string[]
}

function firstError(schema: Schema, value: Value, place: Place): string | undefined {
  if (value === null || value === undefined || isFree(schema)) return undefined
  if (!fits(schema, value))
    return `json: cannot unmarshal ${jsonType(value)} into Go struct field ${fieldName(place)} of type ${goType(schema)}`
  const custom = customError(schema, value)
  if (custom) return custom
  if (Array.isArray(value)) return first(value, item => firstError(schema.items ?? {}, item, place))
  if (!isObject(value)) return undefined
  return first(Object.keys(value), name => {
    const known = fieldSchema(schema, name)
    return (
      known &&
      firstError(
        known,
        value[name],
        schema.properties ? { struct: structName(schema), path: [...place.path, name] } : place,
      )
    )
  })
}

function first<T>(list: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of list) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

const isFree = (schema: Schema): boolean => !schema.type && !schema.format && !schema.oneOf

function fits(schema: Schema, value: Value): boolean {
  if (isIntOrString(schema)) return Number.isInteger(value) || typeof value === 'string'
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(value) && (schema.format !== 'int32' || Math.abs(value) <= 2 ** 31)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case undefined:
      return typeof value === 'string' || typeof value === 'number'
    default:
      return typeof value === schema.type
  }
}

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'
const NO_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

/** Types that read their own text. */
function customError({ format, 'x-definition': definition }: Schema, value: Value): string | undefined {
  if (definition === QUANTITY && !parseQuantity(value)) return NO_QUANTITY
  if (format === 'date-time' && Number.isNaN(Date.parse(value)))
    return `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`
  if (format !== 'byte') return undefined
  const wrong = value.search(/[^A-Za-z0-9+/=\r\n]/)
  if (wrong >= 0) return `illegal base64 data at input byte ${wrong}`
  return value.length % 4 === 0 ? undefined : `illegal base64 data at input byte ${value.length - (value.length % 4)}`
}

const structName = (schema: Schema): string => schema['x-definition']?.split('.').at(-1) ?? ''
const fieldName = ({ struct, path }: Place): string => `${struct}.${path.join('.')}`

function jsonType(value: Value): string {
  if (Array.isArray(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'number' && !Number.isInteger(value) ? `number ${value}` : typeof value
}

function goType(schema: Schema): string {
  if (schema.type === 'array') return `[]${goType(schema.items ?? {})}`
  if (schema['x-definition']) return schema['x-definition'].split('.').slice(-2).join('.')
  if (schema.type === 'object')
    return `map[string]${typeof schema.additionalProperties === 'object' ? goType(schema.additionalProperties) : 'string'}`
  if (schema.type === 'integer') return schema.format ?? 'int64'
  return schema.type === 'boolean' ? 'bool' : (schema.type ?? 'string')
}
