/** Reads lists that may not be there or not be allowed: what could not be looked at is said, never taken for nothing. */
import type { Client } from '../../../controller/client/client.ts'
import { isCode, messageOf } from '../../../controller/client/error.ts'
import { pathOf, type Resource } from '../../../controller/client/path.ts'

export interface Unseen {
  readonly kind: string
  readonly apiVersion: string
  readonly why: 'NotServed' | 'Forbidden'
  readonly message: string
}

export class Reader {
  readonly unseen: Unseen[] = []
  private readonly client: Client

  constructor(client: Client) {
    this.client = client
  }

  /** Throws ApiError. */
  get<T>(resource: Resource, namespace: string, name: string): Promise<T> {
    return this.client.request<T>({ method: 'GET', path: pathOf(resource, { namespace, name }) })
  }

  /** Without a namespace: of all of them. Empty, and noted in `unseen`, where the kind is not served or must not be read. */
  async list<T>(resource: Resource, namespace?: string): Promise<readonly T[]> {
    try {
      const path = pathOf(resource, { namespace })
      return (await this.client.request<{ readonly items: readonly T[] }>({ method: 'GET', path })).items
    } catch (error) {
      if (!isCode(error, 403, 404)) throw error
      const { kind, apiVersion } = resource
      const why = error.code === 404 ? 'NotServed' : 'Forbidden'
      this.unseen.push({ kind, apiVersion, why, message: messageOf(error) })
      return []
    }
  }
}
