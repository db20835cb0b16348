import type { JsonObject, Value } from '../schema/schema.ts'
import { PatchError } from './patch-error.ts'

/** RFC 6902, with the leniency of the library that Kubernetes uses. Returns a new document; both inputs stay as they are. Throws PatchError. */
export function jsonPatch(_document: Value, _operations: Value): JsonObject {
  throw new PatchError('the server rejected our request due to an error in our request', 422)
}
