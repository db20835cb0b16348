import type { KubeObject } from '../api.ts'
import { validate } from '../schema/custom-resource.ts'
import { applyDefaults } from '../schema/defaults.ts'
import type { JsonObject, Schema } from '../schema/schema.ts'
import { printerColumns } from './columns/printer.ts'
import { withEmbeddedMetadata } from './crd/embedded.ts'
import { scaleErrors } from './crd/scale.ts'
import { bumpCustomGeneration } from './generation.ts'
import type { Kind, Subresources } from './kind.ts'
import { metadataErrors } from './validation/metadata.ts'

/** The Kind of one version of a CustomResourceDefinition. Throws when the definition has no such version. */
export function kindFromCrd(crd: KubeObject, version: string): Kind {
  const { group, names, scope, versions } = crd.spec
  const declared = versions.find((one: JsonObject) => one.name === version)
  if (!declared) throw new Error(`${crd.metadata.name} has no version ${version}`)
  const own: Schema = declared.schema?.openAPIV3Schema ?? {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  }
  const schema = withEmbeddedMetadata(own)
  const subresources = subresourcesOf(declared.subresources)
  const namespaced = scope === 'Namespaced'
  return {
    group,
    version,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced,
    custom: true,
    subresources,
    schema,
    selectableFields: (declared.selectableFields ?? []).map((field: JsonObject) => field.jsonPath.slice(1)),
    columns: printerColumns(declared.additionalPrinterColumns),
    default: object => applyDefaults(schema, object),
    validate: (object, old) => [
      ...metadataErrors(object, namespaced),
      ...validate(schema, object, old, scaleErrors(subresources.scale, object)),
    ],
    prepareCreate(object) {
      if (subresources.status) delete object.status
      object.metadata.generation = 1
    },
    prepareUpdate(object, old) {
      if (subresources.status) keepStatus(object, old)
      bumpCustomGeneration(object, old)
    },
    prepareStatus: onlyStatus,
  }
}

function subresourcesOf(declared: JsonObject | undefined): Subresources {
  return { ...(declared?.status && { status: true }), ...(declared?.scale && { scale: declared.scale }) }
}

function keepStatus(object: KubeObject, old: KubeObject): void {
  if (old.status === undefined) delete object.status
  else object.status = old.status
}

/** Through `/status` a custom resource changes its status and managedFields alone. */
function onlyStatus(object: KubeObject, old: KubeObject): void {
  const { status, metadata } = object
  for (const field of Object.keys(object)) delete object[field]
  Object.assign(object, old, {
    metadata: { ...old.metadata, ...(metadata.managedFields && { managedFields: metadata.managedFields }) },
  })
  if (status === undefined) delete object.status
  else object.status = status
}
