import type { JsonObject, Schema } from '../schema/schema.ts'

export interface Update {
  readonly schema: Schema
  /** The stored object; undefined on create. */
  readonly live: JsonObject | undefined
  /** What will be stored, defaults included. */
  readonly updated: JsonObject
  readonly manager: string
  readonly operation: 'Update'
  readonly time: string
  readonly apiVersion: string
  readonly subresource: string
}

/** `updated` with the managedFields that an ordinary write (create, update, patch that is not an apply) leaves behind. */
export function trackUpdate({ updated }: Update): JsonObject {
  return updated
}
