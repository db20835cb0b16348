import type { User } from '../auth/user.ts'
import type { Call } from './call.ts'
import { badRequest, failure, invalid } from './errors.ts'

/** The 422 for an option; `kind` names the options. */
export const invalidOption = (kind: string, field: string, reason: string, message: string) =>
  invalid({ group: 'meta.k8s.io', kind }, '', [{ reason, message, field }])

const supported = (kind: string, field: string, value: string, values: readonly string[]) => {
  const list = values.map(one => `"${one}"`).join(', ')
  return invalidOption(kind, field, 'FieldValueNotSupported', `Unsupported value: ${value}: supported values: ${list}`)
}

const forbiddenOption = (field: string, why: string) =>
  invalidOption('ListOptions', field, 'FieldValueForbidden', `Forbidden: ${why}`)

const MANAGER_LIMIT = 128

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** What a write may ask for beside its body, and who writes. */
export interface WriteOptions {
  readonly user: User
  readonly dryRun: boolean
  readonly fieldValidation: FieldValidation
  readonly manager: string
  readonly force: boolean
}

/** `kind` names the options in error texts: `CreateOptions`, `UpdateOptions`, `PatchOptions`. */
export function writeOptions({ query, headers, user }: Call, kind: string): WriteOptions {
  const validation = query.get('fieldValidation') ?? ''
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(validation)) {
    throw supported(kind, 'fieldValidation', JSON.stringify(validation), ['', 'Ignore', 'Strict', 'Warn'])
  }
  const manager = query.get('fieldManager') ?? ''
  if (Buffer.byteLength(manager) > MANAGER_LIMIT)
    throw invalidOption(
      kind,
      'fieldManager',
      'FieldValueTooLong',
      `Too long: may not be more than ${MANAGER_LIMIT} bytes`,
    )
  return {
    user,
    dryRun: isDryRun(query.getAll('dryRun'), kind),
    fieldValidation: (validation || 'Warn') as FieldValidation,
    // Without a field manager the server takes the first word of the User-Agent.
    manager: manager || headers['user-agent']?.split('/')[0]?.slice(0, MANAGER_LIMIT) || 'unknown',
    force: flag(query, 'force'),
  }
}

export function isDryRun(values: readonly string[], kind: string): boolean {
  const given = values.filter(value => value !== '')
  if (given.some(value => value !== 'All')) throw supported(kind, 'dryRun', JSON.stringify(given), ['All'])
  return given.length > 0
}

export interface ListOptions {
  readonly limit: number
  readonly continue: string
  readonly resourceVersion: string
  readonly match: string
}

export function listOptions(query: URLSearchParams): ListOptions {
  if (query.get('sendInitialEvents'))
    throw forbiddenOption('sendInitialEvents', 'sendInitialEvents is forbidden for list')
  const resourceVersion = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  if (match && !resourceVersion)
    throw forbiddenOption(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    )
  if (match && query.get('continue'))
    throw forbiddenOption('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided')
  if (match === 'Exact' && resourceVersion === '0') {
    throw forbiddenOption('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
  }
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    throw supported('ListOptions', 'resourceVersionMatch', JSON.stringify(match), ['Exact', 'NotOlderThan', ''])
  }
  return { limit: integer(query, 'limit') ?? 0, continue: query.get('continue') ?? '', resourceVersion, match }
}

export interface WatchOptions {
  readonly resourceVersion: string
  readonly bookmarks: boolean
  readonly initialEvents: boolean
  readonly timeoutSeconds: number | undefined
}

export function watchOptions(query: URLSearchParams): WatchOptions {
  const initialEvents = query.get('sendInitialEvents')
  const match = query.get('resourceVersionMatch') ?? ''
  if (initialEvents !== null && match !== 'NotOlderThan') {
    throw forbiddenOption(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    )
  }
  if (initialEvents === null && match) {
    throw forbiddenOption(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    )
  }
  return {
    resourceVersion: query.get('resourceVersion') ?? '',
    bookmarks: flag(query, 'allowWatchBookmarks'),
    initialEvents: initialEvents !== null && flag(query, 'sendInitialEvents'),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  }
}

/** A resourceVersion as a number; the real server answers 500 without a reason for one that is none. */
export function parseRevision(text: string, field = 'resourceVersion: Invalid value: '): number {
  if (/^\d{1,19}$/.test(text)) return Number(text)
  const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
  throw failure(500, '', field ? `${field}${JSON.stringify(text)}: ${why}` : why)
}

export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^[+-]?\d{1,15}$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** A flag that is present without a value is on, as in Kubernetes. */
export function flag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)
  return text !== null && text !== 'false' && text !== '0'
}
