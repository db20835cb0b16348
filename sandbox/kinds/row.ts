import type { KubeObject } from '../api.ts'
import { ApiError } from '../api.ts'
import type { FieldError } from '../schema/field-error.ts'
import { decodingError } from '../schema/go-types.ts'
import { nameAndAge } from './columns/common.ts'
import { definition, definitions } from './definitions.ts'
import { bumpGeneration } from './generation.ts'
import type { Column, Kind, ScalePaths } from './kind.ts'
import { normalize, normalValue } from './normal-form.ts'
import { finalizerErrors, metadataErrors, type NameRule } from './validation/metadata.ts'

type Change = (object: KubeObject) => void

/** What is particular to a built-in kind; the rest follows from its name and its definition. */
export interface Row {
  readonly kind: string
  /** Default: the kind in lower case, with an s. */
  readonly plural?: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly clusterScoped?: true
  readonly status?: true
  readonly scale?: ScalePaths
  readonly columns?: readonly Column[]
  /** It counts generations: on changes of its own fields, and of these fields of its metadata. */
  readonly generation?: readonly string[]
  /** Default: a DNS subdomain. */
  readonly nameRule?: NameRule
  readonly default?: Change
  readonly create?: Change
  readonly update?: (object: KubeObject, old: KubeObject) => void
  /** Through `/status`: metadata that stays as it is, and fields of the status that a client which leaves them out does not take away. */
  readonly statusKeeps?: { readonly metadata?: readonly string[]; readonly status?: readonly string[] }
  readonly validate?: (object: KubeObject, old?: KubeObject) => FieldError[]
}

/** The Kind of a row: its schema is the published definition that carries its group, version and kind. */
export function builtin(group: string, version: string, row: Row): Kind {
  const singular = row.kind.toLowerCase()
  const schema = definition(definitionName(group, version, row.kind))
  const namespaced = !row.clusterScoped
  return {
    group,
    version,
    kind: row.kind,
    listKind: `${row.kind}List`,
    plural: row.plural ?? `${singular}s`,
    singular,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    namespaced,
    custom: false,
    subresources: { ...(row.status && { status: true }), ...(row.scale && { scale: row.scale }) },
    schema,
    columns: row.columns ?? nameAndAge,
    default(object) {
      const error = decodingError(schema, object)
      if (error) throw undecodable(row.kind, version, error)
      normalize(schema, object)
      row.default?.(object)
    },
    validate: (object, old) => [
      ...metadataErrors(object, namespaced, row.nameRule),
      ...finalizerErrors(object),
      ...(row.validate?.(object, old) ?? []),
    ],
    prepareCreate(object) {
      if (row.generation) object.metadata.generation = 1
      if (row.create) row.create(object)
      else if (row.status) object.status = {}
      if (row.status) normalValue(schema.properties!.status!, object.status)
    },
    prepareUpdate(object, old) {
      if (row.status) object.status = old.status
      row.update?.(object, old)
      if (row.generation) bumpGeneration(object, old, row.generation)
    },
    prepareStatus: (object, old) => onlyStatus(object, old, row),
  }
}

/** Through `/status` a client writes the status and metadata; everything else stays as it is. */
function onlyStatus(
  object: KubeObject,
  old: KubeObject,
  { statusKeeps: { metadata = [], status = [] } = {} }: Row,
): void {
  const written = { status: object.status, metadata: object.metadata }
  for (const field of status) written.status[field] ??= old.status?.[field]
  for (const field of [...metadata, 'generation']) {
    if (old.metadata[field] === undefined) delete written.metadata[field]
    else written.metadata[field] = old.metadata[field]
  }
  Object.assign(object, old, written)
}

/** The 400 for a value that Go could not decode. */
function undecodable(kind: string, version: string, error: string): ApiError {
  const message = `${kind} in version "${version}" cannot be handled as a ${kind}: ${error}`
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'BadRequest',
    code: 400,
  })
}

/** The name under which a kind is published: `io.k8s.api.apps.v1.Deployment`. Throws for a kind that has no definition. */
export function definitionName(group: string, version: string, kind: string): string {
  for (const [name, { 'x-kubernetes-group-version-kind': kinds }] of Object.entries(definitions))
    if (kinds?.length === 1 && kinds[0]!.group === group && kinds[0]!.version === version && kinds[0]!.kind === kind)
      return name
  throw new Error(
    `no definition of ${kind}.${version}.${group} in sandbox/kinds/definitions.json: add it to scripts/generate-kinds.ts`,
  )
}
