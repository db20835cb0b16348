/** Lua knows one empty table. Where the live object has a map, an empty list that a script returned is that map again. */
import type { Json } from '../../api.ts'
import { isMap } from '../merge.ts'

/** Follows maps by key and lists by index, as Argo CD does: a script that moves list items loses their empty maps. */
export function restoreEmptyMaps(returned: Json, live: Json | undefined): Json {
  if (Array.isArray(returned)) {
    if (returned.length === 0) return isMap(live) ? {} : returned
    return returned.map((item, index) => restoreEmptyMaps(item, Array.isArray(live) ? live[index] : undefined))
  }
  if (!isMap(returned)) return returned
  const below = isMap(live) ? live : {}
  return Object.fromEntries(Object.entries(returned).map(([key, value]) => [key, restoreEmptyMaps(value, below[key])]))
}
