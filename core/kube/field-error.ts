/** Errors about a field, in Kubernetes' words: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
import { anyJson } from './canonical.ts'
import { goQuote } from './gotext.ts'

export interface FieldError {
  readonly path: string
  readonly problem:
    | 'Invalid value'
    | 'Required value'
    | 'Unsupported value'
    | 'Duplicate value'
    | 'Not found'
    | 'Forbidden'
    | 'Too long'
    | 'Internal error'
  /** The value as it is printed. */
  readonly value?: string
  readonly detail?: string
}

/** Checks yield errors in order of evaluation. Only the first is ever shown, and nothing after it is evaluated. */
export type Errors = Generator<FieldError, void>

export const firstError = (errors: Errors): FieldError | undefined => errors.next().value ?? undefined

export function formatFieldError({ path, problem, value, detail }: FieldError): string {
  return [path, problem, value, detail].filter(part => part !== undefined && part !== '').join(': ')
}

/** Texts are quoted as Go does, everything else is compact JSON, absence is null. Pass `json` where the order of keys matters. */
export const invalid = (path: string, value: unknown, detail: string): FieldError => ({
  path,
  problem: 'Invalid value',
  value: printValue(value),
  detail,
})

/** The same with a value that is printed as it is. */
export const invalidJson = (path: string, json: string, detail: string): FieldError => ({
  path,
  problem: 'Invalid value',
  value: json,
  detail,
})

export const required = (path: string, detail?: string): FieldError => ({
  path,
  problem: 'Required value',
  ...(detail !== undefined && { detail }),
})

export const forbidden = (path: string, detail: string): FieldError => ({ path, problem: 'Forbidden', detail })

export const internal = (path: string, detail: string): FieldError => ({ path, problem: 'Internal error', detail })

export const duplicate = (path: string, value: unknown): FieldError => ({
  path,
  problem: 'Duplicate value',
  value: printValue(value),
})

export const notFound = (path: string, value: unknown): FieldError => ({
  path,
  problem: 'Not found',
  value: printValue(value),
})

export const unsupported = (path: string, value: unknown, supported: readonly string[]): FieldError => ({
  path,
  problem: 'Unsupported value',
  value: printValue(value),
  detail: `supported values: ${supported.map(goQuote).join(', ')}`,
})

export const tooLong = (path: string, bytes: number): FieldError => ({
  path,
  problem: 'Too long',
  detail: `may not be more than ${bytes} bytes`,
})

const printValue = (value: unknown): string => (typeof value === 'string' ? goQuote(value) : anyJson(value))

/** `must be greater than or equal to 0` */
export function* nonNegative(path: string, value: number | undefined): Errors {
  if (value !== undefined && value < 0) yield invalid(path, value, 'must be greater than or equal to 0')
}
