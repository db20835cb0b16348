/** An answer of 400 and above: the API server's Status object, or what stood in its place. */
export class ApiError extends Error {
  readonly code: number
  /** Kubernetes' word for it: NotFound, AlreadyExists, Conflict, Invalid, Expired, ... */
  readonly reason: string
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined
  /** The fields that an Invalid complains about: `metadata.uid`. */
  readonly fields: readonly string[]
  /** The request had been sent before, over a connection that broke: this may be about what that has done. */
  readonly isResent: boolean

  constructor(
    code: number,
    reason: string,
    message: string,
    { retryAfter, fields = [], isResent = false }: Partial<Pick<ApiError, 'retryAfter' | 'fields' | 'isResent'>> = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.retryAfter = retryAfter
    this.fields = fields
    this.isResent = isResent
  }
}

interface Status {
  readonly message?: string
  readonly reason?: string
  readonly details?: { readonly causes?: readonly { readonly field?: string }[] }
}

/** Reads the body of an error answer; a proxy's HTML or an empty body becomes the message as it is. */
export function apiError(
  code: number,
  text: string,
  { wait, isResent = false }: { readonly wait?: string | undefined; readonly isResent?: boolean | undefined } = {},
): ApiError {
  const retryAfter = wait === undefined || Number.isNaN(Number(wait)) ? undefined : Number(wait)
  try {
    const { message, reason, details } = JSON.parse(text) as Status
    const fields = (details?.causes ?? []).flatMap(({ field }) => field ?? [])
    return new ApiError(code, reason ?? 'Unknown', message ?? text, { retryAfter, fields, isResent })
  } catch {
    return new ApiError(code, 'Unknown', text.slice(0, 500) || `the server answered ${code}`, { retryAfter, isResent })
  }
}

export function isCode(error: unknown, ...codes: number[]): error is ApiError {
  return error instanceof ApiError && codes.includes(error.code)
}

/**
 * The object is not what we believed: it changed, went, or is another one of the same name. The API server reports a uid that differs
 * as Conflict where it knows preconditions, and as a change of an immutable field where it only sees a patch.
 */
export function isStale(error: unknown): boolean {
  if (isCode(error, 404)) return true
  return isCode(error, 409)
    ? error.reason !== 'AlreadyExists'
    : isCode(error, 422) && error.fields.includes('metadata.uid')
}

/** The server has said no. Of any other failure, its own ones included, nobody knows whether what was asked for has been done. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.code < 500 && !error.isResent
}

/** After a 429 without Retry-After. */
const defaultRetryAfter = 1

/** Milliseconds after which a busy server wants to be asked again; undefined for any other error. */
export function busyFor(error: unknown): number | undefined {
  return isCode(error, 429) ? (error.retryAfter ?? defaultRetryAfter) * 1000 : undefined
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
