import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { PatchError } from '../patch-error.ts'
import { granularityOf, itemElement } from './element.ts'

/** `live` with everything that `applied` says: maps and lists with identities merge, leaves are replaced. Shares what did not change. */
export function merge(schema: Schema, live: JsonObject, applied: JsonObject): JsonObject {
  return mergeFields(schema, live, applied)
}

function mergeValues(schema: Schema, live: Value, applied: Value): Value {
  if (applied === undefined) return live
  const granularity = granularityOf(schema, applied)
  if (granularity === 'map')
    return isObject(live) ? mergeFields(schema, live, applied) : mergeFields(schema, {}, applied)
  if (granularity === 'list') return mergeItems(schema, Array.isArray(live) ? live : [], applied)
  return applied
}

function mergeFields(schema: Schema, live: JsonObject, applied: JsonObject): JsonObject {
  const merged: JsonObject = { ...live }
  for (const [name, value] of Object.entries(applied))
    merged[name] = mergeValues(fieldSchema(schema, name) ?? {}, live[name], value)
  return merged
}

/**
 * Both lists in one: the applied order counts for the items that it names, and an item that only the live list has stays where it was between them.
 */
function mergeItems(schema: Schema, live: readonly Value[], applied: readonly Value[]): Value[] {
  const liveItems = live.map(item => ({ item, element: itemElement(schema, item) }))
  const appliedItems = indexed(schema, applied)
  const byElement = new Map(liveItems.map(({ element, item }) => [element, item]))
  const order = [...appliedItems.keys()]
  const shared = order.filter(element => byElement.has(element))
  const merged: Value[] = []
  const done = new Set<string>()
  const take = (element: string) => {
    done.add(element)
    merged.push(mergeValues(schema.items ?? {}, byElement.get(element), appliedItems.get(element)))
    if (shared[0] === element) shared.shift()
  }
  let [left, right] = [0, 0]
  while (left < liveItems.length || right < order.length) {
    const liveItem = liveItems[left]
    const next = order[right]
    if (liveItem && next !== undefined && liveItem.element === next) {
      take(next)
      left++
      right++
    } else if (
      liveItem &&
      next !== undefined &&
      appliedItems.has(liveItem.element) &&
      shared.length > 0 &&
      shared[0] !== liveItem.element
    )
      left++
    else if (liveItem && !appliedItems.has(liveItem.element)) {
      merged.push(liveItem.item)
      left++
    } else {
      if (liveItem && done.has(liveItem.element)) left++
      if (next !== undefined) {
        take(next)
        right++
      }
    }
  }
  return merged
}

function indexed(schema: Schema, applied: readonly Value[]): Map<string, Value> {
  const items = new Map<string, Value>()
  for (const item of applied) {
    const element = itemElement(schema, item)
    if (items.has(element)) throw new PatchError(`duplicate entries for key ${element}`)
    items.set(element, item)
  }
  return items
}
