import { goQuote } from '../../core/kube/gotext.ts'
import type { Value } from './schema.ts'

/** The kinds of error that Kubernetes' field validation knows; the string is also the `reason` of a Status cause. */
export type FieldErrorType =
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueRequired'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueNotFound'

export interface FieldError {
  readonly type: FieldErrorType
  /** `spec.template.spec.containers[0].name`; `<nil>` for the object as a whole. */
  readonly field: string
  readonly value?: Value
  /** The value as it is printed, when it is not its JSON. */
  readonly printed?: string
  readonly detail: string
}

const TITLE: { readonly [type in FieldErrorType]: string } = {
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueRequired: 'Required value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueNotFound: 'Not found',
}

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
])

export const invalid = (field: string, value: Value, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  field,
  value,
  detail,
})
export const required = (field: string, detail = ''): FieldError => ({
  type: 'FieldValueRequired',
  field,
  value: '',
  detail,
})
export const forbidden = (field: string, detail: string): FieldError => ({
  type: 'FieldValueForbidden',
  field,
  value: '',
  detail,
})
export const duplicate = (field: string, value: Value): FieldError => ({
  type: 'FieldValueDuplicate',
  field,
  value,
  detail: '',
})
export const unsupported = (field: string, value: Value, supported: readonly Value[]): FieldError => ({
  type: 'FieldValueNotSupported',
  field,
  value,
  detail: `supported values: ${supported.map(one => JSON.stringify(one)).join(', ')}`,
})

/** One error without its field, as a cause's `message` has it: `Invalid value: "x": must be ...`. */
export function renderErrorBody(error: FieldError): string {
  const title = TITLE[error.type]
  const body = WITHOUT_VALUE.has(error.type) ? title : `${title}: ${error.printed ?? renderValue(error.value)}`
  return error.detail ? `${body}: ${error.detail}` : body
}

/** One error as the server prints it: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function renderError(error: FieldError): string {
  return `${error.field}: ${renderErrorBody(error)}`
}

/** Several errors in one text: one alone, more in brackets, each text once. */
export function renderErrors(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(renderError))]
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
}

/** The message and causes of the 422 Status that the server answers for `errors`. */
export function renderInvalid(group: string, kind: string, name: string, errors: readonly FieldError[]) {
  const qualified = group ? `${kind}.${group}` : kind
  return {
    message: `${qualified} ${JSON.stringify(name)} is invalid: ${renderErrors(errors)}`,
    reason: 'Invalid',
    code: 422,
    details: {
      name,
      ...(group && { group }),
      kind,
      causes: errors.map(error => ({ reason: error.type, message: renderErrorBody(error), field: error.field })),
    },
  }
}

function renderValue(value: Value): string {
  if (typeof value === 'string') return goQuote(value)
  return value === undefined ? 'null' : JSON.stringify(value)
}
