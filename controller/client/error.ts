/** An answer of 400 and above: the API server's Status object, or what stood in its place. */
export class ApiError extends Error {
  readonly code: number
  /** Kubernetes' word for it: NotFound, AlreadyExists, Conflict, Invalid, Expired, ... */
  readonly reason: string
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined

  constructor(code: number, reason: string, message: string, retryAfter?: number) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

/** Reads the body of an error answer; a proxy's HTML or an empty body becomes the message as it is. */
export function apiError(code: number, text: string, retryAfter?: string): ApiError {
  const seconds = retryAfter === undefined || Number.isNaN(Number(retryAfter)) ? undefined : Number(retryAfter)
  try {
    const status = JSON.parse(text) as { message?: string; reason?: string }
    return new ApiError(code, status.reason ?? 'Unknown', status.message ?? text, seconds)
  } catch {
    return new ApiError(code, 'Unknown', text.slice(0, 500) || `the server answered ${code}`, seconds)
  }
}

export function isCode(error: unknown, ...codes: number[]): error is ApiError {
  return error instanceof ApiError && codes.includes(error.code)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
