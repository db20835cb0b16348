import { fieldSchema, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { fieldElement, granularityOf, itemElement } from './element.ts'
import { elements, type FieldSet, type FieldSetDraft, isMember, node } from './field-set.ts'

/** `object` without the fields and items of `gone`. A container that loses everything goes too. */
export function remove(schema: Schema, object: JsonObject, gone: FieldSet): JsonObject {
  return removeFields(schema, object, gone) ?? {}
}

function removeValue(schema: Schema, value: Value, gone: FieldSet): Value {
  const granularity = granularityOf(schema, value)
  if (granularity === 'map') return removeFields(schema, value, gone)
  return granularity === 'list' ? removeItems(schema, value, gone) : value
}

function removeFields(schema: Schema, object: JsonObject, gone: FieldSet): JsonObject | undefined {
  const left: JsonObject = {}
  for (const [name, value] of Object.entries(object)) {
    const under = gone[fieldElement(name)]
    if (isMember(under)) continue
    const kept = under ? removeValue(fieldSchema(schema, name) ?? {}, value, under) : value
    if (kept !== undefined) left[name] = kept
  }
  return Object.keys(left).length > 0 ? left : undefined
}

function removeItems(schema: Schema, list: readonly Value[], gone: FieldSet): Value[] | undefined {
  const left: Value[] = []
  for (const item of list) {
    const under = gone[itemElement(schema, item)]
    if (isMember(under)) continue
    left.push(under ? removeValue(schema.items ?? {}, item, under) : item)
  }
  return left.length > 0 ? left : undefined
}

/** The same set, and every named field on the way to a member is a member too: so that taking all fields of a struct takes the struct. */
export function withNamedFields(schema: Schema, set: FieldSet): FieldSet {
  const below: FieldSetDraft = {}
  for (const element of elements(set)) {
    const name = element.startsWith('f:') ? element.slice(2) : undefined
    const child = name === undefined ? schema.items : fieldSchema(schema, name)
    const isNamed = name !== undefined && schema.properties !== undefined && Object.hasOwn(schema.properties, name)
    const under = withNamedFields(child ?? {}, set[element]!) as FieldSetDraft
    below[element] = node(isNamed || isMember(set[element]), under) as FieldSetDraft
  }
  return below
}
