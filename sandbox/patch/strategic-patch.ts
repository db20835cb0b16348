import { fieldSchema, isObject, type JsonObject, type Schema, setField, type Value } from '../schema/schema.ts'
import { notAnObject, renderGo } from './go-value.ts'
import { PatchError } from './patch-error.ts'
import { extractKey, withoutDirectives, withoutNulls } from './strategic/directives.ts'
import { elementOrders, orderLikePatch } from './strategic/element-order.ts'
import { findByKey, itemKind } from './strategic/items.ts'

/**
 * Kubernetes' strategic merge patch: lists whose field has the patch strategy `merge` merge by their patch merge key, and directives (`$patch`,
 * `$retainKeys`, `$setElementOrder/x`, `$deleteFromPrimitiveList/x`) say what else is meant. Returns a new document; both inputs stay as they are.
 * Throws PatchError with the server's text: 400, or 422 where directives contradict the rest of the patch. Null changes nothing.
 */
export function strategicPatch(schema: Schema, document: JsonObject, patch: Value): JsonObject {
  if (patch === null) return document
  if (!isObject(patch)) throw new PatchError(notAnObject(patch))
  return mergeMaps(schema, document, patch)
}

function mergeMaps(schema: Schema, original: JsonObject, patch: JsonObject): JsonObject {
  const { $patch, ...rest } = patch
  if ($patch !== undefined) return directed($patch, rest, patch)
  const merged = retainKeys({ ...original }, rest)
  const plain: JsonObject = { ...rest }
  delete plain.$retainKeys
  for (const { key, field, order } of elementOrders(rest)) {
    delete plain[key]
    const list = orderedList(orderedField(schema, field), merged[field], plain[field], order)
    delete plain[field]
    if (list) setField(merged, field, list)
  }
  for (const [key, value] of Object.entries(plain)) mergeField(schema, merged, key, value)
  return merged
}

function directed(directive: Value, rest: JsonObject, patch: JsonObject): JsonObject {
  if (directive === 'replace') return rest
  if (directive === 'delete') return {}
  throw new PatchError(`unknown patch type: ${renderGo(directive)} in map: ${renderGo(patch)}`, 500)
}

function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const keep = patch.$retainKeys
  if (keep === undefined) return original
  if (!Array.isArray(keep)) throw badRetainKeys()
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith('$')) continue
    if (!keep.includes(key)) throw badRetainKeys()
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keep.includes(key)))
}

const badRetainKeys = () => new PatchError('invalid patch format of retainKeys')

function mergeField(schema: Schema, merged: JsonObject, key: string, value: Value): void {
  const deleted = extractKey(key, '$deleteFromPrimitiveList')
  const field = deleted ?? key
  if (value === null) {
    delete merged[field]
    return
  }
  const before = merged[field]
  const known = fieldSchema(schema, field) ?? {}
  if (deleted !== undefined) {
    if (Array.isArray(before) && Array.isArray(value)) merged[field] = before.filter(item => !value.includes(item))
  } else if (isObject(before) && isObject(value)) {
    setField(merged, field, strategiesOf(known).includes('replace') ? value : mergeMaps(known, before, value))
  } else if (Array.isArray(before) && Array.isArray(value)) merged[field] = mergeLists(known, before, value)
  else replaceField(merged, field, value)
}

/** What has nothing to merge with is taken as it is, without nulls and without what directives would take away. */
function replaceField(merged: JsonObject, field: string, value: Value): void {
  const clean = withoutDirectives(withoutNulls(value))
  if (clean === undefined) delete merged[field]
  else setField(merged, field, clean)
}

function strategiesOf(schema: Schema): string[] {
  return schema['x-kubernetes-patch-strategy']?.split(',') ?? []
}

function mergeLists(schema: Schema, original: readonly Value[], patch: readonly Value[]): readonly Value[] {
  if (!strategiesOf(schema).includes('merge')) return patch
  if (original.length === 0 && patch.length === 0) return original
  const kind = itemKind(original, patch)
  const key = kind === 'map' ? schema['x-kubernetes-patch-merge-key'] : ''
  if (key === undefined) throw new PatchError('cannot merge lists without merge key', 500)
  const special = kind === 'map' ? applyItemDirectives(original, patch, key) : { original, patch }
  const merged =
    kind === 'map'
      ? mergeItems(schema.items ?? {}, special.original, special.patch, key)
      : [...new Set([...original, ...patch])]
  return orderLikePatch(merged, special.patch, special.original, key)
}

/** Items that carry `$patch`: delete takes the item with their key out, replace makes the rest of the patch the whole list. */
function applyItemDirectives(original: readonly Value[], patch: readonly Value[], key: string) {
  let left = original
  const plain = patch.filter(item => item.$patch === undefined)
  for (const item of patch) {
    if (item.$patch === 'delete') {
      if (item[key] === undefined) throw noMergeKey(item, key)
      left = left.filter(one => one[key] !== item[key])
    } else if (item.$patch === 'merge') throw new PatchError('merging lists cannot yet be specified in the patch', 500)
    else if (item.$patch !== undefined && item.$patch !== 'replace') {
      throw new PatchError(`unknown patch type: ${renderGo(item.$patch)} in map: ${renderGo(item)}`, 500)
    }
  }
  return patch.some(item => item.$patch === 'replace')
    ? { original: plain, patch: [] }
    : { original: left, patch: plain }
}

function mergeItems(schema: Schema, original: readonly Value[], patch: readonly Value[], key: string): Value[] {
  const merged = [...original]
  for (const item of patch) {
    if (item[key] === undefined) throw noMergeKey(item, key)
    const at = findByKey(merged, key, item[key])
    if (at < 0) merged.push(item)
    else merged[at] = mergeMaps(schema, merged[at], item)
  }
  return merged
}

/** The list of a field that `$setElementOrder` speaks of; undefined when there is none. */
function orderedList(
  schema: Schema,
  before: Value,
  patch: Value,
  order: readonly Value[],
): readonly Value[] | undefined {
  const key = schema['x-kubernetes-patch-merge-key'] ?? ''
  checkOrder(patch ?? [], order, key)
  if (before === undefined && patch === undefined) return undefined
  const merged =
    before === undefined ? withoutDirectives(patch) : patch === undefined ? before : mergeLists(schema, before, patch)
  return orderLikePatch(merged, order, before ?? [], key)
}

function orderedField(schema: Schema, field: string): Schema {
  const known = fieldSchema(schema, field)
  if (known) return known
  const struct = schema['x-definition']?.split('.').at(-1) ?? 'object'
  throw new PatchError(`unable to find api field in struct ${struct} for the json field ${JSON.stringify(field)}`, 500)
}

/** The items of the patch have to come in the order that the directive names. */
function checkOrder(patch: readonly Value[], order: readonly Value[], key: string): void {
  if (order.length === 0 || patch.length === 0) return
  const identity = (item: Value) => (key && isObject(item) ? item[key] : item)
  let at = 0
  for (const item of patch.filter(one => one?.$patch === undefined)) {
    while (at < order.length && identity(order[at]) !== identity(item)) at++
    if (at++ >= order.length) {
      throw new PatchError(
        `The order in patch list:\n${renderGo(patch)}\n doesn't match $setElementOrder list:\n${renderGo(order)}\n`,
        500,
      )
    }
  }
}

function noMergeKey(item: JsonObject, key: string): PatchError {
  return new PatchError(`map: ${renderGo(item)} does not contain declared merge key: ${key}`, 500)
}
