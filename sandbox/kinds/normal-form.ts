import { canonicalJson } from '../../core/kube/canonical.ts'
import { canonicalQuantity } from '../../core/kube/quantity.ts'
import { withDefaults } from '../../core/kube/template/defaults.ts'
import { podTemplate } from '../../core/kube/template/shapes.ts'
import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from '../schema/schema.ts'
import { zeroValuesOf } from './zero-values.ts'

const POD_TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec'
const POD_SPEC = 'io.k8s.api.core.v1.PodSpec'
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'

/**
 * An object of a built-in kind as it comes out of the server's decoding and encoding, in place: nulls and zero values that Go leaves out are gone, what Go
 * writes in any case is there, quantities are in their canonical spelling, pod templates have their defaults.
 */
export function normalize(schema: Schema, object: JsonObject): void {
  const zero = zeroValuesOf(schema['x-definition'])
  for (const field of zero.structs) object[field] ??= {}
  for (const name of Object.keys(object)) {
    const known = fieldSchema(schema, name)
    if (!known) continue
    if (!schema.properties || !Object.hasOwn(schema.properties, name)) {
      object[name] = normalValue(known, object[name] ?? zeroOf(known))
      continue
    }
    object[name] = normalValue(known, object[name])
    const isRequired = schema.required?.includes(name) ?? false
    if (!isRequired && isLeftOut(known, object[name], zero.omitted.has(name), zero.pointers.has(name)))
      delete object[name]
  }
  const written = [...(schema.required ?? []).filter(name => !zero.pointers.has(name)), ...zero.zeros]
  for (const name of written) object[name] ??= zeroOf(schema.properties?.[name] ?? {})
  for (const name of zero.nulls) object[name] ??= null
  for (const name of written) if (object[name] === undefined) delete object[name]
}

/** The normal form of one value by its schema. Maps and lists are changed in place. */
export function normalValue(schema: Schema, value: Value): Value {
  const name = schema['x-definition']
  if (name === POD_TEMPLATE) return normalTemplate(value ?? {})
  if (name === POD_SPEC) return normalTemplate({ spec: value ?? {} }).spec
  if (value === null) return value
  if (name === QUANTITY) return canonicalQuantity(value)
  if (Array.isArray(value)) return schema.items ? value.map(item => normalValue(schema.items!, item)) : value
  if (isObject(value)) normalize(schema, value)
  return value
}

function isLeftOut(schema: Schema, value: Value, isZeroOmitted: boolean, isTextKept: boolean): boolean {
  if (value === null) return true
  if (isFreeJson(schema)) return false
  if (value === '') return !isTextKept
  if (value === 0 || value === false) return isZeroOmitted
  if (Array.isArray(value)) return value.length === 0
  return schema.additionalProperties !== undefined && isObject(value) && Object.keys(value).length === 0
}

/** Of which nothing is said, such as the default of a field in a CRD's schema. */
const isFreeJson = ({ type, format, oneOf }: Schema): boolean => !type && !format && !oneOf

function zeroOf({ type, 'x-definition': name }: Schema): Value {
  if (name === POD_TEMPLATE) return normalTemplate({})
  if (type === 'string') return ''
  if (type === 'integer') return 0
  return type === 'boolean' ? false : undefined
}

/** With the defaults of Kubernetes, without what Go leaves out, and without the lists that Go writes as null: who validates says that they are missing.
 * The service account stands under its old name too. */
export function normalTemplate(template: Value): Value {
  const written = canonicalJson(podTemplate, withDefaults(template))
  const normal = JSON.parse(written, (_, field) => (field === null ? undefined : field))
  const account = normal.spec.serviceAccountName || normal.spec.serviceAccount
  return account
    ? { ...normal, spec: { ...normal.spec, serviceAccountName: account, serviceAccount: account } }
    : normal
}
