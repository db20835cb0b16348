/** JSON merge patches (RFC 7386) made from documents: between two states, and three-way as client-side apply does it. */
import type { Json } from '../api.ts'

export type JsonMap = { [key: string]: Json }

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (patch: Json | undefined): boolean => isMap(patch) && Object.keys(patch).length === 0

export const isEqual = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => key in b && isEqual(a[key], b[key]))
}

/** What turns `from` into `to`; `{}` when they are equal. */
export function diff(from: JsonMap, to: JsonMap): JsonMap {
  const patch: JsonMap = {}
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null
  for (const [key, value] of Object.entries(to)) {
    const before = from[key]
    if (isEqual(before, value)) continue
    patch[key] = isMap(before) && isMap(value) ? diff(before, value) : value
  }
  return patch
}

/**
 * What brings `live` to `desired` and takes away what an earlier apply had put there; `{}` when nothing differs. What only `live` has (defaults,
 * fields of controllers) stays, inside list items too unless the last apply named it. A list that differs is replaced whole.
 */
export function threeWay(applied: JsonMap, desired: JsonMap, live: JsonMap): JsonMap {
  const patch: JsonMap = {}
  for (const key of Object.keys(applied)) if (!(key in desired) && key in live) patch[key] = null
  for (const [key, wanted] of Object.entries(desired)) {
    const before = applied[key]
    const present = live[key]
    if (isMap(wanted) && isMap(present)) {
      const inner = threeWay(isMap(before) ? before : {}, wanted, present)
      if (!isEmpty(inner)) patch[key] = inner
    } else if (!covers(present, wanted, before)) patch[key] = wanted
  }
  return patch
}

function covers(live: Json | undefined, desired: Json, applied: Json | undefined): boolean {
  if (Array.isArray(live) && Array.isArray(desired)) {
    const earlier = Array.isArray(applied) ? applied : []
    return live.length === desired.length && desired.every((item, index) => covers(live[index], item, earlier[index]))
  }
  if (isMap(live) && isMap(desired)) return isEmpty(threeWay(isMap(applied) ? applied : {}, desired, live))
  return isEqual(live, desired)
}
