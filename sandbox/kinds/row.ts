import type { KubeObject } from '../api.ts'
import type { FieldError } from '../schema/field-error.ts'
import { nameAndAge } from './columns/common.ts'
import { definition, definitions } from './definitions.ts'
import type { Column, Kind, ScalePaths } from './kind.ts'

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
  readonly default?: (object: KubeObject) => void
  readonly validate?: (object: KubeObject, old?: KubeObject) => FieldError[]
}

const nothing = (): void => {}

/** The Kind of a row: its schema is the published definition that carries its group, version and kind. */
export function builtin(group: string, version: string, row: Row): Kind {
  const singular = row.kind.toLowerCase()
  return {
    group,
    version,
    kind: row.kind,
    listKind: `${row.kind}List`,
    plural: row.plural ?? `${singular}s`,
    singular,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    namespaced: !row.clusterScoped,
    custom: false,
    subresources: { ...(row.status && { status: true }), ...(row.scale && { scale: row.scale }) },
    schema: definition(definitionName(group, version, row.kind)),
    columns: row.columns ?? nameAndAge,
    default: row.default ?? nothing,
    validate: row.validate ?? (() => []),
    prepareCreate: nothing,
    prepareUpdate: nothing,
    prepareStatus: nothing,
  }
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
