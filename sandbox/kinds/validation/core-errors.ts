import type { FieldError as CoreError } from '../../../core/kube/field-error.ts'
import type { FieldError, FieldErrorType } from '../../schema/field-error.ts'

const TYPE: { readonly [problem in CoreError['problem']]: FieldErrorType } = {
  'Invalid value': 'FieldValueInvalid',
  'Required value': 'FieldValueRequired',
  'Unsupported value': 'FieldValueNotSupported',
  'Duplicate value': 'FieldValueDuplicate',
  'Not found': 'FieldValueNotFound',
  Forbidden: 'FieldValueForbidden',
  'Too long': 'FieldValueTooLong',
  'Internal error': 'FieldValueInvalid',
}

/** Errors that core/kube found, all of them, as the server's. */
export function fromCore(errors: Iterable<CoreError>): FieldError[] {
  return Array.from(errors, ({ path, problem, value, detail = '' }) => ({
    type: TYPE[problem],
    field: path,
    detail,
    ...(value !== undefined && { printed: value }),
  }))
}
