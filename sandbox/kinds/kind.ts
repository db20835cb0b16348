import type { KubeObject } from '../api.ts'
import type { FieldError } from '../schema/field-error.ts'
import type { JsonObject, Schema } from '../schema/schema.ts'

/** One kind in one version: all that the server has to know about it. A row of data; the server never asks which kind it holds. */
export interface Kind {
  /** '' for the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly listKind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  /** Of a CustomResourceDefinition: strategic merge is refused (415), unknown fields are pruned, decoding knows no Go types. */
  readonly custom: boolean
  readonly subresources: Subresources
  readonly schema: Schema
  /** Of a CRD's version: the fields that a field selector may name beside name and namespace, as `spec.host`. */
  readonly selectableFields?: readonly string[]
  /** Of a Table, in the server's order; the first is always Name. */
  readonly columns: readonly Column[]

  /** Fills in the defaults, in place. Runs on what clients send and on what is read back. */
  default(object: KubeObject): void
  /** What is wrong with a defaulted object: on an update with respect to the stored one, `old`. */
  validate(object: KubeObject, old?: KubeObject): FieldError[]
  /** What the server sets, keeps or drops before it validates; in place. Generation is set here: 1, and one more whenever the spec changed. */
  prepareCreate(object: KubeObject): void
  prepareUpdate(object: KubeObject, old: KubeObject): void
  /** Before an update through `/status`: only the status of `object` counts, the rest is taken from `old`. */
  prepareStatus(object: KubeObject, old: KubeObject): void
}

export interface Subresources {
  readonly status?: true
  readonly scale?: ScalePaths
}

/** JSON paths of a `/scale`, as a CRD writes them: `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string
  readonly statusReplicasPath: string
  readonly labelSelectorPath?: string
}

export interface Column {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format: string
  /** 0 is always shown; more only in the wide output. */
  readonly priority: number
  readonly description: string
  /** The cell of an object. `now` is in milliseconds: ages are relative to it. */
  cell(object: JsonObject, now: number): string | number | boolean | null
}
