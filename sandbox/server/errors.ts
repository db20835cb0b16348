import { ApiError, type KubeObject } from '../api.ts'

export interface Cause {
  readonly reason?: string
  readonly message: string
  readonly field?: string
}

interface Details {
  readonly name?: string | undefined
  readonly group?: string | undefined
  readonly kind?: string | undefined
  readonly uid?: string
  readonly causes?: readonly Cause[]
  readonly retryAfterSeconds?: number
}

/** What an error text calls a resource: `pods`, `deployments.apps`. */
export interface Named {
  readonly group: string
  readonly plural: string
}

/** An error answer with the texts and the field order of the real server. */
export function failure(code: number, reason: string, message: string, details?: Details): ApiError {
  const status = {
    status: 'Failure',
    message,
    ...(reason && { reason }),
    ...(details && { details: compact(details) }),
    code,
  }
  return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, ...status } as KubeObject)
}

export function success(details?: Details): KubeObject {
  const status = { status: 'Success', ...(details && { details: compact(details) }) }
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, ...status } as KubeObject
}

export const qualified = (of: Named): string => (of.group ? `${of.plural}.${of.group}` : of.plural)

const detailsOf = (of: Named, name: string): Details => ({ name, group: of.group, kind: of.plural })

export const badRequest = (message: string) => failure(400, 'BadRequest', message)

export const pathNotFound = () => failure(404, 'NotFound', 'the server could not find the requested resource', {})

export const methodNotAllowed = () =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

export const unsupportedPatch = () => failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})

/** What a server of custom resources says of strategic merge, from which clients learn to send a merge patch. */
export const unsupportedCustomPatch = () =>
  failure(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  )

export const notFound = (of: Named, name: string) =>
  failure(404, 'NotFound', `${qualified(of)} "${name}" not found`, detailsOf(of, name))

export const alreadyExists = (of: Named, name: string) =>
  failure(409, 'AlreadyExists', `${qualified(of)} "${name}" already exists`, detailsOf(of, name))

export const conflict = (of: Named, name: string, why: string) =>
  failure(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`, detailsOf(of, name))

export const modified = (of: Named, name: string) =>
  conflict(of, name, 'the object has been modified; please apply your changes to the latest version and try again')

export function forbidden(of: Named, name: string, why: string, causes?: readonly Cause[]): ApiError {
  const subject = name ? `${qualified(of)} "${name}"` : qualified(of)
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, {
    ...detailsOf(of, name),
    ...(causes && { causes }),
  })
}

/** 422 with one cause for each wrong field; `kind` as it is written in texts (`Deployment` in group `apps`). */
export function invalid(kind: { group: string; kind: string }, name: string, causes: readonly Cause[]): ApiError {
  const texts = [...new Set(causes.map(cause => (cause.field ? `${cause.field}: ${cause.message}` : cause.message)))]
  const subject = kind.group ? `${kind.kind}.${kind.group}` : kind.kind
  const message = `${subject} "${name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`
  return failure(422, 'Invalid', message, { name, group: kind.group, kind: kind.kind, causes })
}

export const gone = (message: string) => failure(410, 'Expired', message)

export function internalError(why: string): ApiError {
  const causes = [{ message: why }]
  return failure(500, 'InternalError', `Internal error occurred: ${why}`, { causes })
}

/** A call that a cluster would serve and the sandbox does not. */
export const outOfScope = (what: string) =>
  failure(
    501,
    'NotImplemented',
    `${what} is not served by the Slipway sandbox; docs/sandbox-limits.md lists what is not`,
  )

/** Empty fields are left out, as the real server does. */
function compact(details: Details): Details {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined && value !== ''))
}
