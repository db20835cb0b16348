import type { ApiError, KubeObject, WatchEvent } from '../api.ts'
import type { User } from '../auth/user.ts'

/** A request after its transport: the same for HTTP and for callers in the process. */
export interface Call {
  readonly method: string
  /** Without the query; percent encoding still in place. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Bytes from the wire, or a JSON value from a caller in the process. */
  readonly body: Uint8Array | { readonly json: unknown } | undefined
  readonly user: User
  /** Texts for `Warning` headers; filled while the call is served. */
  readonly warnings: string[]
}

/** `text` answers what is no object (`ok`, OpenAPI documents with their own media type). */
export type Answer =
  | { readonly code: number; readonly object: KubeObject }
  | {
      readonly code: number
      readonly text: string
      readonly contentType: string
      readonly headers?: Record<string, string>
    }
  | { readonly stream: Stream }

/** A watch that is ready to run: `open` sends what is there and then what comes, until the answer is called or the stream ends itself. */
export interface Stream {
  open(sink: Sink): () => void
}

export interface Sink {
  send(event: WatchEvent): void
  /** The server ends the watch: cleanly, or as if the connection broke. */
  end(error?: ApiError | Error): void
}
