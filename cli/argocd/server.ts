/** Argo CD's REST API, for one server: answers as JSON, refusals as errors with their gRPC code. */
export interface ServerOptions {
  /** `http://127.0.0.1:3100`, or below a path: `https://example.org/argo`. */
  readonly server: string
  /** A token of Argo CD; none where its authentication is off. */
  readonly authToken?: string | undefined
}

/** Names of gRPC codes, as Argo CD's own CLI prints them. */
const codes: Readonly<Record<number, string>> = {
  2: 'Unknown',
  3: 'InvalidArgument',
  5: 'NotFound',
  7: 'PermissionDenied',
  9: 'FailedPrecondition',
  12: 'Unimplemented',
  13: 'Internal',
  16: 'Unauthenticated',
}

/** The message is what Argo CD's own CLI prints; `status` is HTTP's, 0 when nothing answered. */
export class ServerError extends Error {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

export class Server {
  private readonly options: ServerOptions

  constructor(options: ServerOptions) {
    this.options = options
  }

  get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.send(`${path}?${new URLSearchParams(query)}`, { method: 'GET' })
  }

  /** The content type has to be exactly this, or Argo CD takes the call for a forgery. */
  post<T>(path: string, body: unknown): Promise<T> {
    return this.send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  private async send<T>(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<T> {
    const { server, authToken } = this.options
    const url = `${server.replace(/\/$/, '')}/api/v1/${path}`
    const headers = { ...init.headers, ...(authToken && { Authorization: `Bearer ${authToken}` }) }
    const response = await fetch(url, { ...init, headers }).catch(error => {
      throw new ServerError(
        `cannot reach Argo CD at ${server}: ${error.cause?.message ?? error.message}; name another with --server`,
        0,
      )
    })
    const text = await response.text()
    if (!response.ok) throw errorOf(text, response.status)
    return text === '' ? ({} as T) : JSON.parse(text)
  }
}

function errorOf(text: string, status: number): ServerError {
  try {
    const { code, message } = JSON.parse(text)
    return new ServerError(`rpc error: code = ${codes[code] ?? code} desc = ${message}`, status)
  } catch {
    return new ServerError(`unexpected answer ${status}: ${text.trim()}`, status)
  }
}
