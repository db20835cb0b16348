import type { KubeObject } from '../api.ts'
import { applyDefaults } from '../schema/defaults.ts'
import type { FieldError } from '../schema/field-error.ts'
import type { JsonObject, Schema } from '../schema/schema.ts'
import { validate } from '../schema/validate.ts'
import { nameAndAge } from './columns/common.ts'
import type { Kind, Subresources } from './kind.ts'

/** The Kind of one version of a CustomResourceDefinition. Throws when the definition has no such version. */
export function kindFromCrd(crd: KubeObject, version: string): Kind {
  const { group, names, scope, versions } = crd.spec
  const served = versions.find((one: JsonObject) => one.name === version)
  if (!served) throw new Error(`${crd.metadata.name} has no version ${version}`)
  const schema: Schema = served.schema?.openAPIV3Schema ?? {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  }
  return {
    group,
    version,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    custom: true,
    subresources: subresourcesOf(served.subresources),
    schema,
    columns: nameAndAge,
    default: object => applyDefaults(schema, object),
    validate: (object, old) => validate(schema, object, old),
    prepareCreate() {},
    prepareUpdate() {},
    prepareStatus() {},
  }
}

function subresourcesOf(declared: JsonObject | undefined): Subresources {
  return { ...(declared?.status && { status: true }), ...(declared?.scale && { scale: declared.scale }) }
}

/** What is wrong with a CustomResourceDefinition. */
export function validateCrd(_crd: KubeObject, _old?: KubeObject): FieldError[] {
  return []
}
