import { isDeepStrictEqual } from 'node:util'
import { correlate } from '../correlate.ts'
import type { FieldError } from '../field-error.ts'
import { join, typeOf } from '../path.ts'
import { fieldSchema, isObject, type JsonObject, type Schema, type ValidationRule, type Value } from '../schema.ts'
import { environment } from './environment.ts'
import { celValue } from './value.ts'

/** Whether any rule stands in the schema. */
export function hasRules(schema: Schema): boolean {
  const known = withRules.get(schema)
  if (known !== undefined) return known
  withRules.set(schema, false)
  const below = [
    ...Object.values(schema.properties ?? {}),
    schema.items,
    schema.additionalProperties,
    ...(schema.allOf ?? []),
  ]
  const found =
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 || below.some(one => typeof one === 'object' && hasRules(one))
  withRules.set(schema, found)
  return found
}

const withRules = new WeakMap<Schema, boolean>()

/**
 * Errors of the CEL rules (`x-kubernetes-validations`) of a schema. A rule that reads `oldSelf` runs only where there is an old value to compare with;
 * another rule's failure is not held against a value that is still as it was stored.
 */
export function ruleErrors(schema: Schema, value: Value, old: Value, path = ''): FieldError[] {
  if (value === null || value === undefined || !hasRules(schema)) return []
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(rule => ruleError(schema, rule, value, old, path))
  const combined = (schema.allOf ?? []).flatMap(one => ruleErrors(one, value, old, path))
  return [...own, ...combined, ...errorsBelow(schema, value, old, path)]
}

function errorsBelow(schema: Schema, value: Value, old: Value, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema
    return items
      ? value.flatMap((item, index) => ruleErrors(items, item, correlate(schema, item, old), `${path}[${index}]`))
      : []
  }
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, field]) => {
    const known = fieldSchema(schema, name)
    return known ? ruleErrors(known, field, isObject(old) ? old[name] : undefined, join(path, name)) : []
  })
}

function ruleError(schema: Schema, rule: ValidationRule, value: Value, old: Value, path: string): FieldError[] {
  const isTransition = /\boldSelf\b/.test(rule.rule)
  if (isTransition && old === undefined && !rule.optionalOldSelf) return []
  if (!isTransition && old !== undefined && isDeepStrictEqual(value, old)) return []
  const fault = { type: rule.reason ?? 'FieldValueInvalid', value: schema.type ?? typeOf(value) } as const
  const variables = variablesOf(schema, rule, value, old)
  try {
    if (program(rule.rule)(variables) === true) return []
  } catch (error) {
    return [
      {
        ...fault,
        type: 'FieldValueInvalid',
        field: path,
        detail: `${reasonOf(error)} evaluating rule: ${rule.message ?? rule.rule.trim()}`,
      },
    ]
  }
  return [
    {
      ...fault,
      field: rule.fieldPath ? join(path, rule.fieldPath.replace(/^\./, '')) : path,
      detail: messageOf(rule, variables),
    },
  ]
}

function variablesOf(schema: Schema, rule: ValidationRule, value: Value, old: Value): JsonObject {
  const self = celValue(schema, value)
  const oldSelf = old === undefined ? undefined : celValue(schema, old)
  if (!rule.optionalOldSelf) return { self, ...(old !== undefined && { oldSelf }) }
  return {
    self,
    oldSelf: environment.evaluate(old === undefined ? 'optional.none()' : 'optional.of(self)', {
      self: oldSelf ?? null,
    }),
  }
}

function messageOf(rule: ValidationRule, variables: JsonObject): string {
  return expressed(rule.messageExpression, variables) ?? rule.message ?? `failed rule: ${rule.rule.trim()}`
}

/** The text of a message expression, if it makes one: a single line, not empty. */
function expressed(expression: string | undefined, variables: JsonObject): string | undefined {
  if (!expression) return undefined
  try {
    const text = program(expression)(variables)
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : undefined
  } catch {
    return undefined
  }
}

type Program = (variables: JsonObject) => unknown
const programs = new Map<string, Program>()

function program(expression: string): Program {
  const known = programs.get(expression)
  if (known) return known
  const compiled = environment.parse(expression) as unknown as Program
  programs.set(expression, compiled)
  return compiled
}

function reasonOf(error: unknown): string {
  const first = String((error as Error).message).split('\n')[0]!
  return first.replace(/^No such key/, 'no such key')
}
