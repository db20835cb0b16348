import type { KubeObject } from '../../api.ts'
import { type FieldError, invalid, required, unsupported } from '../../schema/field-error.ts'
import type { JsonObject, Schema } from '../../schema/schema.ts'

/** What is wrong with a CustomResourceDefinition, of the parts that people meet: names, versions, and whether its schemas are structural. */
export function validateCrd({ metadata, spec = {} }: KubeObject): FieldError[] {
  const { group = '', scope, names = {}, versions = [] } = spec
  const name = invalid('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group')
  return [
    ...(metadata.name === `${names.plural}.${group}` ? [] : [name]),
    ...(group ? [] : [required('spec.group')]),
    ...scopeErrors(scope),
    ...schemaErrors(versions),
    ...storageErrors(versions),
    ...['plural', 'singular', 'kind', 'listKind']
      .filter(field => !names[field])
      .map(field => required(`spec.names.${field}`)),
  ]
}

function scopeErrors(scope: unknown): FieldError[] {
  if (!scope) return [required('spec.scope')]
  return scope === 'Cluster' || scope === 'Namespaced'
    ? []
    : [unsupported('spec.scope', scope, ['Cluster', 'Namespaced'])]
}

function storageErrors(versions: readonly JsonObject[]): FieldError[] {
  if (versions.filter(version => version.storage).length === 1) return []
  const value = versions.length > 0 ? versions : null
  return [invalid('spec.versions', value, 'must have exactly one version marked as storage version')]
}

/** With one version the server speaks of the place where schemas once were. */
function schemaErrors(versions: readonly JsonObject[]): FieldError[] {
  return versions.flatMap((version, index) => {
    const schema: Schema | undefined = version.schema?.openAPIV3Schema
    if (!schema) return [required(`spec.versions[${index}].schema.openAPIV3Schema`)]
    const path =
      versions.length === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${index}].schema.openAPIV3Schema`
    const root =
      schema.type && schema.type !== 'object'
        ? [invalid(`${path}.type`, schema.type, 'must be object at the root')]
        : []
    return [...root, ...structureErrors(schema, path, 'at the root')]
  })
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string']

function structureErrors(schema: Schema, path: string, place: string): FieldError[] {
  return [
    ...typeErrors(schema, path, place),
    ...listErrors(schema, path),
    ...patternErrors(schema, path),
    ...errorsBelow(schema, path),
  ]
}

function typeErrors(schema: Schema, path: string, place: string): FieldError[] {
  if (schema.type) return TYPES.includes(schema.type) ? [] : [unsupported(`${path}.type`, schema.type, TYPES)]
  const isFree = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields']
  return isFree ? [] : [required(`${path}.type`, `must not be empty ${place}`)]
}

function listErrors(schema: Schema, path: string): FieldError[] {
  const errors = schema.type === 'array' && !schema.items ? [required(`${path}.items`, 'must be specified')] : []
  if (schema['x-kubernetes-list-type'] !== 'map' || schema['x-kubernetes-list-map-keys']?.length) return errors
  return [
    ...errors,
    required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'),
  ]
}

function patternErrors({ pattern }: Schema, path: string): FieldError[] {
  if (pattern === undefined) return []
  try {
    new RegExp(pattern)
    return []
  } catch (error) {
    return [
      invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${(error as Error).message}`),
    ]
  }
}

function errorsBelow({ properties, items, additionalProperties }: Schema, path: string): FieldError[] {
  const fields = Object.entries(properties ?? {}).flatMap(([name, one]) =>
    structureErrors(one, `${path}.properties[${name}]`, 'for specified object fields'),
  )
  const list = items ? structureErrors(items, `${path}.items`, 'for specified array items') : []
  const map =
    typeof additionalProperties === 'object'
      ? structureErrors(additionalProperties, `${path}.additionalProperties`, 'for specified object fields')
      : []
  return [...fields, ...list, ...map]
}
