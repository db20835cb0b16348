import { isObject, type JsonObject, setField, type Value } from '../schema/schema.ts'

/** RFC 7386: null removes, objects merge, everything else replaces. Returns a new document; both inputs stay as they are. */
export function mergePatch(document: Value, patch: Value): Value {
  if (!isObject(patch)) return patch
  const merged: JsonObject = isObject(document) ? { ...document } : {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field]
    else setField(merged, field, mergePatch(Object.hasOwn(merged, field) ? merged[field] : undefined, value))
  }
  return merged
}
