import { type FieldError, invalid } from './field-error.ts'
import { inBody } from './path.ts'
import { isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/** Errors of a value that has the right type but not the right size or form. */
export function boundErrors(schema: Schema, value: Value, path: string): FieldError[] {
  if (typeof value === 'number') return numberErrors(schema, value, path)
  if (typeof value === 'string') return stringErrors(schema, value, path)
  if (Array.isArray(value)) return listErrors(schema, value, path)
  return isObject(value) ? mapErrors(schema, value, path) : []
}

function numberErrors(schema: Schema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = []
  const should = (detail: string) => errors.push(invalid(path, value, `${inBody(path)} should be ${detail}`))
  const { minimum, maximum, multipleOf } = schema
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) should(`a multiple of ${multipleOf}`)
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum))
    should(`less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`)
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum))
    should(`greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`)
  return errors
}

/** Only the first of a string's faults is told. */
function stringErrors({ minLength, maxLength, pattern }: Schema, value: string, path: string): FieldError[] {
  const length = [...value].length
  if (maxLength !== undefined && length > maxLength) {
    return [{ type: 'FieldValueTooLong', field: path, value, detail: `may not be more than ${maxLength} bytes` }]
  }
  if (minLength !== undefined && length < minLength) {
    return [invalid(path, value, `${inBody(path)} should be at least ${minLength} chars long`)]
  }
  if (pattern === undefined || matches(pattern, value)) return []
  return [invalid(path, value, `${inBody(path)} should match '${pattern}'`)]
}

const patterns = new Map<string, RegExp | undefined>()

/** A pattern that JavaScript cannot read (Go's syntax has more) accepts every text. */
function matches(pattern: string, value: string): boolean {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern))
  return patterns.get(pattern)?.test(value) ?? true
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    try {
      return new RegExp(pattern)
    } catch {
      return undefined
    }
  }
}

function listErrors({ minItems, maxItems }: Schema, list: readonly Value[], path: string): FieldError[] {
  const { length } = list
  if (maxItems !== undefined && length > maxItems) return [tooMany(path, length, maxItems)]
  if (minItems === undefined || length >= minItems) return []
  return [invalid(path, length, `${inBody(path)} should have at least ${minItems} items`)]
}

function mapErrors({ minProperties, maxProperties }: Schema, object: JsonObject, path: string): FieldError[] {
  const { length } = Object.keys(object)
  if (maxProperties !== undefined && length > maxProperties) return [tooMany(path, length, maxProperties)]
  if (minProperties === undefined || length >= minProperties) return []
  return [invalid(path, length, `${inBody(path)} should have at least ${minProperties} properties`)]
}

function tooMany(field: string, value: number, most: number): FieldError {
  return { type: 'FieldValueTooMany', field, value, detail: `must have at most ${most} items` }
}
