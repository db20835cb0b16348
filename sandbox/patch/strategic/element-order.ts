import { isObject, type JsonObject, type Value } from '../../schema/schema.ts'
import { renderGo } from '../go-value.ts'
import { PatchError } from '../patch-error.ts'
import { extractKey } from './directives.ts'

interface ElementOrder {
  readonly key: string
  readonly field: string
  readonly order: readonly Value[]
}

/** The `$setElementOrder/x` directives of a patch. */
export function elementOrders(patch: JsonObject): ElementOrder[] {
  return Object.entries(patch).flatMap(([key, order]) => {
    const field = extractKey(key, '$setElementOrder')
    if (field === undefined) return []
    if (!Array.isArray(order))
      throw new PatchError(`expected a []interface {}, but received a ${renderGo(typeof order)}`, 500)
    return [{ key, field, order }]
  })
}

/**
 * The items of `merged` that `order` names in its order, and the others, which only the server has, in the server's: each before the first
 * that it preceded there.
 */
export function orderLikePatch(
  merged: readonly Value[],
  order: readonly Value[],
  server: readonly Value[],
  key: string,
): Value[] {
  const identity = (item: Value) => (key && isObject(item) ? item[key] : item)
  const place = (list: readonly Value[]) => new Map(list.map((item, index) => [identity(item), index]))
  const [inOrder, inServer] = [place(order), place(server)]
  const named = merged.filter(item => inOrder.has(identity(item)))
  const others = merged.filter(item => !inOrder.has(identity(item)))
  const by = (places: Map<Value, number>) => (a: Value, b: Value) =>
    (places.get(identity(a)) ?? -1) - (places.get(identity(b)) ?? -1)
  return interleave(others.sort(by(inServer)), named.sort(by(inOrder)), item => inServer.get(identity(item)))
}

function interleave(
  left: readonly Value[],
  right: readonly Value[],
  place: (item: Value) => number | undefined,
): Value[] {
  const all: Value[] = []
  let next = 0
  for (const item of right) {
    const before = place(item)
    while (next < left.length && before !== undefined && (place(left[next]) ?? Number.POSITIVE_INFINITY) < before)
      all.push(left[next++])
    all.push(item)
  }
  return [...all, ...left.slice(next)]
}
