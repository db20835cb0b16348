import { hasRules, ruleErrors } from './cel/rules.ts'
import { type FieldError, type FieldErrorType, invalid } from './field-error.ts'
import { listTypeErrors } from './list-types.ts'
import type { JsonObject, Schema } from './schema.ts'
import { validateSchema } from './validate.ts'

/** Errors after which the server does not run rules: an object of the wrong form could not be read by them. */
const BLOCKING: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

/**
 * What is wrong with `object`, in the API server's words and order: its schema, `more` (what the caller checked besides), lists with an item twice,
 * then CEL rules, or the remark that they were not looked at. `old` is the stored object on an update: transition rules compare with it.
 */
export function validate(
  schema: Schema,
  object: JsonObject,
  old?: JsonObject,
  more: readonly FieldError[] = [],
): FieldError[] {
  const lists = old && listTypeErrors(schema, old).length > 0 ? [] : listTypeErrors(schema, object)
  const errors = [...validateSchema(schema, object, old), ...more, ...lists]
  if (!hasRules(schema)) return errors
  if (errors.some(error => BLOCKING.has(error.type))) return [...errors, NOT_CHECKED]
  return [...errors, ...ruleErrors(schema, object, old)]
}

const NOT_CHECKED = invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
)
