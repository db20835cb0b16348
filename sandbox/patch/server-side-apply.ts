import type { JsonObject, Schema } from '../schema/schema.ts'
import { mergePatch } from './merge-patch.ts'

export interface Apply {
  readonly schema: Schema
  /** The stored object; undefined when the apply creates it. */
  readonly live: JsonObject | undefined
  /** What the client sent, decoded and pruned, without defaults. */
  readonly applied: JsonObject
  readonly manager: string
  readonly force: boolean
  /** RFC 3339, seconds: the time of the managedFields entry when it changes. */
  readonly time: string
  readonly apiVersion: string
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string
}

/** One field that another manager owns with another value. `manager` is printed as the server names it. */
export interface Conflict {
  readonly field: string
  /** `conflict with "kubectl" using apps/v1`: also the `message` of the Status cause, whose reason is FieldManagerConflict. */
  readonly message: string
}

/** The merged object with its managedFields, or the conflicts; `message` is that of the 409 Status. */
export type Applied =
  | { readonly object: JsonObject }
  | { readonly conflicts: readonly Conflict[]; readonly message: string }

export function serverSideApply({ live, applied }: Apply): Applied {
  return { object: mergePatch(live ?? {}, applied) }
}
