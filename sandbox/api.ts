/**
 * What the sandbox's built-in controllers, pod life and the Argo CD stand-in know of a cluster: the Kubernetes API and nothing private.
 * Two implementations: the embedded server called in process, and any real API server over HTTP.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind pass through here, and each user reads the fields that it knows
export type KubeObject = { apiVersion: string; kind: string; metadata: any; [field: string]: any }

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query as on the wire: `/apis/apps/v1/namespaces/default/replicasets?labelSelector=app%3Dweb`. */
  readonly path: string
  readonly body?: Json | KubeObject
  /** Of the body; a patch names its kind here. Default `application/json`. */
  readonly contentType?: string
}

/** An error answer: the server's Status object. */
export class ApiError extends Error {
  readonly code: number
  readonly reason: string
  readonly status: KubeObject

  constructor(status: KubeObject) {
    super(String(status.message ?? status.reason))
    this.name = 'ApiError'
    this.status = status
    this.code = Number(status.code ?? 500)
    this.reason = String(status.reason ?? 'Unknown')
  }
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: KubeObject
}

export interface Api {
  /** Throws ApiError for an answer of 400 and above. */
  request(request: Request): Promise<KubeObject>
  /** Streams a watch until `stop` is called or the server ends it; `ended` is called once, with the reason when there was an error. */
  watch(path: string, event: (event: WatchEvent) => void, ended: (error?: Error) => void): () => void
}
