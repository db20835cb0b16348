import { isDeepStrictEqual } from 'node:util'
import { boundErrors } from './bounds.ts'
import { correlate } from './correlate.ts'
import { type FieldError, invalid, required, unsupported } from './field-error.ts'
import { formatError } from './format.ts'
import { inBody, join, typeOf } from './path.ts'
import { fieldSchema, isIntOrString, isObject, type JsonObject, type Schema, type Value } from './schema.ts'

/**
 * What is wrong with `object` by its schema, in the API server's words: types, required fields, enums, bounds, patterns, formats, and the values that
 * combine schemas. With `old`, the stored object, whatever is still as it was stored is not held against an update (ratcheting).
 */
export function validateSchema(schema: Schema, object: JsonObject, old?: JsonObject): FieldError[] {
  return validateValue(schema, object, '', old)
}

function validateValue(schema: Schema, value: Value, path: string, old?: Value): FieldError[] {
  if (old !== undefined && isDeepStrictEqual(value, old)) return []
  if (value === null && schema.nullable) return []
  const errors = typeErrors(schema, value, path)
  const isRightType = errors.length === 0
  errors.push(...combinationErrors(schema, value, path))
  if (isRightType) errors.push(...boundErrors(schema, value, path), ...formatError(schema, value, path))
  if (schema.enum && !schema.enum.some(one => isDeepStrictEqual(one, value)))
    errors.push(unsupported(path, value, schema.enum))
  if (!isRightType) return errors
  if (Array.isArray(value)) errors.push(...itemErrors(schema, value, path, old))
  else if (isObject(value)) errors.push(...fieldErrors(schema, value, path, old))
  return errors
}

function typeErrors(schema: Schema, value: Value, path: string): FieldError[] {
  const expected = isIntOrString(schema) ? 'integer,string' : schema.type
  const found = typeOf(value)
  if (!expected || expected.split(',').includes(found) || (expected === 'number' && found === 'integer')) return []
  const name = JSON.stringify(found)
  return [
    {
      type: 'FieldValueTypeInvalid',
      field: path,
      value: found,
      detail: `${inBody(path)} must be of type ${expected}: ${name}`,
    },
  ]
}

function itemErrors(schema: Schema, list: readonly Value[], path: string, old: Value): FieldError[] {
  const { items } = schema
  if (!items) return []
  return list.flatMap((item, index) => validateValue(items, item, `${path}[${index}]`, correlate(schema, item, old)))
}

function fieldErrors(schema: Schema, object: JsonObject, path: string, old: Value): FieldError[] {
  const missing = (schema.required ?? [])
    .filter(name => object[name] === undefined)
    .map(name => required(join(path, name)))
  const fields = Object.entries(object).flatMap(([name, value]) => {
    const known = fieldSchema(schema, name)
    return known ? validateValue(known, value, join(path, name), isObject(old) ? old[name] : undefined) : []
  })
  return [...missing, ...fields]
}

/** The combined schemas speak of the value as a whole, so their errors have no field of their own. */
function combinationErrors(schema: Schema, value: Value, path: string): FieldError[] {
  const failures = (schemas: readonly Schema[]) => schemas.map(one => validateValue(one, value, path))
  const whole = (detail: string) => invalid('<nil>', '', `${JSON.stringify(path)} must ${detail}`)
  const errors: FieldError[] = []
  if (schema.anyOf) {
    const tried = failures(schema.anyOf)
    if (tried.every(one => one.length > 0)) errors.push(whole('validate at least one schema (anyOf)'), ...tried[0]!)
  }
  if (schema.oneOf) {
    const tried = failures(schema.oneOf)
    const valid = tried.filter(one => one.length === 0).length
    if (valid === 0)
      errors.push(whole('validate one and only one schema (oneOf). Found none valid'), ...(tried[0] ?? []))
    if (valid > 1) errors.push(whole(`validate one and only one schema (oneOf). Found ${valid} valid alternatives`))
  }
  if (schema.allOf) {
    const tried = failures(schema.allOf).filter(one => one.length > 0)
    const none = tried.length === schema.allOf.length ? '. None validated' : ''
    if (tried.length > 0) errors.push(...tried.flat(), whole(`validate all the schemas (allOf)${none}`))
  }
  if (schema.not && validateValue(schema.not, value, path).length === 0)
    errors.push(whole('not validate the schema (not)'))
  return errors
}
