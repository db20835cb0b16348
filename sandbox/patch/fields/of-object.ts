import { fieldSchema, isObject, type JsonObject, type Schema, type Value } from '../../schema/schema.ts'
import { fieldElement, granularityOf, itemElement } from './element.ts'
import { type FieldSet, type FieldSetDraft, node } from './field-set.ts'

/**
 * The fields that an object sets: each leaf, each item of a list with identities, each key of a map that is no named field, and empty maps and nulls.
 * What an applier owns.
 */
export function fieldsOf(schema: Schema, object: JsonObject): FieldSet {
  return below(schema, object)
}

function nodeOf(schema: Schema, value: Value, isOwnMember: boolean): FieldSet | undefined {
  const isLeaf = granularityOf(schema, value) === 'leaf'
  return node(isLeaf || isOwnMember, isLeaf ? {} : below(schema, value))
}

function below(schema: Schema, value: Value): FieldSetDraft {
  return Array.isArray(value) ? itemsBelow(schema, value) : fieldsBelow(schema, value)
}

function fieldsBelow(schema: Schema, object: JsonObject): FieldSetDraft {
  const fields: FieldSetDraft = {}
  for (const [name, value] of Object.entries(object)) {
    const isNamed = schema.properties !== undefined && Object.hasOwn(schema.properties, name)
    const isBare = value === null || (isObject(value) && Object.keys(value).length === 0)
    const child = nodeOf(fieldSchema(schema, name) ?? {}, value, !isNamed || isBare)
    if (child) fields[fieldElement(name)] = child as FieldSetDraft
  }
  return fields
}

function itemsBelow(schema: Schema, list: readonly Value[]): FieldSetDraft {
  const items: FieldSetDraft = {}
  const seen = new Set<string>()
  for (const item of list) {
    const element = itemElement(schema, item)
    items[element] = (seen.has(element) ? {} : nodeOf(schema.items ?? {}, item, true)) as FieldSetDraft
    seen.add(element)
  }
  return items
}
