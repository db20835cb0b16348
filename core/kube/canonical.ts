/** Serialises a value of a known shape byte for byte as Go serialises the typed struct (contract rollout 3.1). */
import { goJsonString } from './gotext.ts'
import { canonicalQuantity, parseQuantity } from './quantity.ts'
import type { Field, ObjectShape, Scalar, Shape } from './shape.ts'

export interface Writing {
  /** Libraries before 0.34 wrote `"creationTimestamp":null` into every ObjectMeta (contract corrections 1). */
  readonly creationTimestamps?: boolean
  /** Quantities by value instead of by spelling: for comparing, not for hashing. */
  readonly quantitiesByValue?: boolean
}

type Json = { readonly [key: string]: unknown }

/** Fields in the order of the shape, unknown ones dropped, map keys sorted by bytes, no whitespace. */
export function canonicalJson(shape: Shape, value: unknown, writing: Writing = {}): string {
  switch (shape.kind) {
    case 'scalar':
      return scalarJson(shape.scalar, value, writing)
    case 'list':
      return isList(value) ? `[${value.map(item => canonicalJson(shape.of, item, writing)).join(',')}]` : 'null'
    case 'map':
      return isObject(value) ? mapJson(shape.of, value, writing) : 'null'
    case 'object':
      return objectJson(shape, isObject(value) ? value : {}, writing)
  }
}

function objectJson(shape: ObjectShape, value: Json, writing: Writing): string {
  const members: string[] = []
  for (const [name, field] of Object.entries(shape.fields)) {
    const text = fieldJson(shape, name, field, value[name], writing)
    if (text !== undefined) members.push(`"${name}":${text}`)
  }
  return `{${members.join(',')}}`
}

function fieldJson(owner: ObjectShape, name: string, field: Field, value: unknown, writing: Writing) {
  if (owner.name === 'ObjectMeta' && name === 'creationTimestamp' && isEmpty(value)) {
    return writing.creationTimestamps ? 'null' : undefined
  }
  const isAbsent = value === undefined || value === null
  if (field.emit === 'null' && isAbsent) return 'null'
  if (field.emit === 'set' && isAbsent) return undefined
  if (field.emit === 'filled' && isEmpty(value)) return undefined
  return canonicalJson(field.shape, value, writing)
}

function scalarJson(scalar: Scalar, value: unknown, writing: Writing): string {
  if (scalar === 'Quantity') {
    const text = isText(value) ? value : '0'
    return goJsonString(writing.quantitiesByValue ? String(parseQuantity(text)?.nano ?? text) : canonicalQuantity(text))
  }
  if (scalar === 'json') return anyJson(value)
  if (value === undefined || value === null) return scalar === 'string' ? '""' : scalar === 'bool' ? 'false' : '0'
  return anyJson(value)
}

function mapJson(of: Shape, value: Json, writing: Writing): string {
  const members = sortedKeys(value).map(key => `${goJsonString(key)}:${canonicalJson(of, value[key], writing)}`)
  return `{${members.join(',')}}`
}

/** JSON of a value without a shape, with sorted keys and Go's escapes. */
export function anyJson(value: unknown): string {
  if (isList(value)) return `[${value.map(anyJson).join(',')}]`
  if (isObject(value)) {
    return `{${sortedKeys(value)
      .map(key => `${goJsonString(key)}:${anyJson(value[key])}`)
      .join(',')}}`
  }
  return typeof value === 'string' ? goJsonString(value) : JSON.stringify(value ?? null)
}

/** By code point, which is the order of the UTF-8 bytes. */
function sortedKeys(value: Json): string[] {
  return Object.keys(value).sort((a, b) => compareCodePoints(a, b))
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!
    if (difference) return difference
  }
  return left.length - right.length
}

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Zero as Go's omitempty sees it. An object counts as filled: it is a pointer, or written in any case. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}
