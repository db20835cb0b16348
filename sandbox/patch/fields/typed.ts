import { fieldSchema, isIntOrString, isObject, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { renderGo } from '../go-value.ts'
import { PatchError } from '../patch-error.ts'
import { fieldElement, itemElement, renderPath } from './element.ts'

/**
 * Why an applied object does not fit its schema, in the words of server-side apply: types, fields that the schema does not declare, and items without an
 * identity or with the same one twice. Nulls fit everywhere.
 */
export function typedErrors(schema: Schema, object: JsonObject): string[] {
  return errorsIn(schema, object, [])
}

function errorsIn(schema: Schema, value: Value, path: readonly string[]): string[] {
  if (value === null || value === undefined) return []
  const expected = expectation(schema, value)
  if (expected) return [`${renderPath(path)}: ${expected}`]
  if (isObject(value)) return fieldErrors(schema, value, path)
  return Array.isArray(value) ? itemErrors(schema, value, path) : []
}

function expectation(schema: Schema, value: Value): string | undefined {
  const isScalar = typeof value !== 'object'
  if (isIntOrString(schema) || schema.oneOf?.some(one => one.type === 'number'))
    return isScalar ? undefined : `expected any scalar, got &{${renderGo(value)}}`
  switch (schema.type) {
    case 'object':
      return isObject(value) ? undefined : `expected map, got &{${renderGo(value)}}`
    case 'array':
      return Array.isArray(value) ? undefined : `expected list, got &{${renderGo(value)}}`
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${renderGo(value)}}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${renderGo(value)}}`
    default:
      return undefined
  }
}

function goType(value: Value): string {
  if (Array.isArray(value)) return '[]interface {}'
  return isObject(value) ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value
}

function fieldErrors(schema: Schema, object: JsonObject, path: readonly string[]): string[] {
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] || !(schema.properties || schema.additionalProperties)
  return Object.entries(object).flatMap(([name, value]) => {
    const at = [...path, fieldElement(name)]
    const known = fieldSchema(schema, name)
    if (known) return errorsIn(known, value, at)
    return isOpen ? [] : [`${renderPath(at)}: field not declared in schema`]
  })
}

function itemErrors(schema: Schema, list: readonly Value[], path: readonly string[]): string[] {
  const type = schema['x-kubernetes-list-type']
  const isKeyed = type === 'map' || type === 'set'
  const seen = new Set<string>()
  return list.flatMap((item, index) => {
    if (!isKeyed) return errorsIn(schema.items ?? {}, item, [...path, `i:${index}`])
    const element = elementOrError(schema, item)
    if (element instanceof PatchError) return [`${renderPath(path)}: element ${index}: ${element.message}`]
    if (seen.has(element)) return [`${renderPath(path)}: duplicate entries for key ${renderPath([element])}`]
    seen.add(element)
    return errorsIn(schema.items ?? {}, item, [...path, element])
  })
}

function elementOrError(schema: Schema, item: Value): string | PatchError {
  try {
    return itemElement(schema, item)
  } catch (error) {
    if (error instanceof PatchError) return error
    throw error
  }
}
