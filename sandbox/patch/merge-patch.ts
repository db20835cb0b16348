import { isObject, type JsonObject, setField, type Value } from '../schema/schema.ts'
import { notAnObject } from './go-value.ts'
import { PatchError } from './patch-error.ts'

/**
 * RFC 7386: null removes, objects merge, everything else replaces. Returns a new document; both inputs stay as they are. Throws PatchError (400) for a
 * patch that is no object.
 */
export function mergePatch(document: JsonObject, patch: Value): Value {
  if (isObject(patch)) return merge(document, patch)
  if (patch === null) throw new PatchError('Invalid JSON Patch')
  throw new PatchError(`error decoding patch: ${notAnObject(patch)}`)
}

function merge(document: Value, patch: Value): Value {
  if (!isObject(patch)) return patch
  const merged: JsonObject = isObject(document) ? { ...document } : {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field]
    else setField(merged, field, merge(Object.hasOwn(merged, field) ? merged[field] : undefined, value))
  }
  return merged
}
