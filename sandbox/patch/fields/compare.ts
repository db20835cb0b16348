import { isDeepStrictEqual } from 'node:util'
import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { fieldElement, granularityOf, itemElement } from './element.ts'
import { type FieldSet, type FieldSetDraft, insert } from './field-set.ts'

/** What changed between two objects, as sets of paths. A container that appears or goes is itself in the set. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

interface Draft {
  readonly added: FieldSetDraft
  readonly modified: FieldSetDraft
  readonly removed: FieldSetDraft
}

export function compare(schema: Schema, before: JsonObject, after: JsonObject): Comparison {
  const changes: Draft = { added: {}, modified: {}, removed: {} }
  compareFields(schema, before, after, [], changes)
  return changes
}

/** `undefined` is a value that is not there. */
function compareValues(schema: Schema, before: Value, after: Value, path: readonly string[], changes: Draft): void {
  if (isDeepStrictEqual(before, after)) return
  const granularity =
    isBare(before) && isBare(after) ? 'leaf' : granularityOf(schema, isNothing(after) ? before : after)
  if (granularity === 'leaf' || isOtherShape(before, after)) {
    if (before !== undefined && after !== undefined) {
      insert(changes.modified, path)
      return
    }
  } else if (granularity === 'map') compareFields(schema, before ?? {}, after ?? {}, path, changes)
  else compareItems(schema, before ?? [], after ?? [], path, changes)
  if (before === undefined) insert(changes.added, path)
  else if (after === undefined) insert(changes.removed, path)
}

function compareFields(
  schema: Schema,
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
  changes: Draft,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compareValues(fieldSchema(schema, name) ?? {}, before[name], after[name], [...path, fieldElement(name)], changes)
  }
}

function compareItems(
  schema: Schema,
  before: readonly Value[],
  after: readonly Value[],
  path: readonly string[],
  changes: Draft,
): void {
  const [left, right] = [byElement(schema, before), byElement(schema, after)]
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const [was, is] = [left.get(element) ?? [], right.get(element) ?? []]
    const at = [...path, element]
    if (was.length < 2 && is.length < 2) compareValues(schema.items ?? {}, was[0], is[0], at, changes)
    else if (!isDeepStrictEqual(was, is))
      insert(was.length === 0 ? changes.added : is.length === 0 ? changes.removed : changes.modified, at)
  }
}

/** Items under their identity; more than one where a list holds the same identity twice. */
function byElement(schema: Schema, list: readonly Value[]): Map<string, Value[]> {
  const items = new Map<string, Value[]>()
  for (const item of list) {
    const element = itemElement(schema, item)
    items.set(element, [...(items.get(element) ?? []), item])
  }
  return items
}

const isNothing = (value: Value): boolean => value === undefined || value === null
const isBare = (value: Value): boolean =>
  isNothing(value) || (typeof value === 'object' && Object.keys(value).length === 0)
const isOtherShape = (a: Value, b: Value): boolean =>
  !isNothing(a) && !isNothing(b) && (isObject(a) !== isObject(b) || Array.isArray(a) !== Array.isArray(b))
