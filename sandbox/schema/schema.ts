/**
 * A structural OpenAPI v3 schema, in the words of a CRD's `openAPIV3Schema`: a CRD's schema is used as it is written, a built-in kind's comes from
 * `sandbox/kinds/definitions.json` with its references followed (so that a schema may contain itself).
 */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly properties?: { readonly [name: string]: Schema }
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly enum?: readonly Value[]
  readonly format?: string
  readonly default?: Value
  readonly nullable?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: boolean
  readonly exclusiveMaximum?: boolean
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly not?: Schema
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: 'granular' | 'atomic'
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[]
  /** Built-in kinds only: what strategic merge patches by, and how (`merge`, `retainKeys`, `replace`, or two of them joined by a comma). */
  readonly 'x-kubernetes-patch-merge-key'?: string
  readonly 'x-kubernetes-patch-strategy'?: string
  /** Built-in kinds only: the name of the definition (`io.k8s.api.apps.v1.Deployment`). */
  readonly 'x-definition'?: string
  /** Built-in kinds only: fields that are Go structs, and lists that Go writes as null, so that even an object that nobody wrote yet has them. */
  readonly 'x-structs'?: readonly string[]
  readonly 'x-nulls'?: readonly string[]
}

export interface ValidationRule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueDuplicate'
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

/** Any JSON value. Walkers read it by what its schema says. */
// biome-ignore lint/suspicious/noExplicitAny: values of every schema pass through here, and a type test comes before each use
export type Value = any

export type JsonObject = { [field: string]: Value }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object of which nothing is set: empty, but for the structs and nulls that a built-in kind always has. */
export function emptyObject(schema: Schema): JsonObject {
  const structs = (schema['x-structs'] ?? []).map(name => [name, emptyObject(schema.properties?.[name] ?? {})])
  return Object.fromEntries([...structs, ...(schema['x-nulls'] ?? []).map(name => [name, null])])
}

/** The schema of one field of an object: a named property, else what every other key has to be; undefined when the field is unknown. */
export function fieldSchema(schema: Schema, field: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, field)) return schema.properties[field]
  const other = schema.additionalProperties
  return other === true ? {} : other || undefined
}

export function isIntOrString(schema: Schema): boolean {
  return schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string'
}

/** Sets a field that may be called anything, `__proto__` too. */
export function setField(object: JsonObject, field: string, value: Value): void {
  if (field === '__proto__')
    Object.defineProperty(object, field, { value, enumerable: true, writable: true, configurable: true })
  else object[field] = value
}
