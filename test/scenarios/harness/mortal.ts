/** A controller's way to the API server that can be cut, as when its process is killed: what it asks for after that never leaves. */
import type { Client, ClientRequest } from '../../../controller/client/client.ts'
import type { WatchOptions } from '../../../controller/client/watch.ts'

export class MortalClient implements Client {
  private readonly client: Client
  private isDead = false

  constructor(client: Client) {
    this.client = client
  }

  die(): void {
    this.isDead = true
  }

  get inFlight(): number {
    return this.client.inFlight
  }

  get counts() {
    return this.client.counts
  }

  get namespace(): string | undefined {
    return this.client.namespace
  }

  request<T>(request: ClientRequest): Promise<T> {
    return this.isDead ? Promise.reject(new Error('this controller was killed')) : this.client.request<T>(request)
  }

  watch(path: string, options: WatchOptions): Promise<void> {
    return this.isDead ? Promise.reject(new Error('this controller was killed')) : this.client.watch(path, options)
  }

  close(): void {
    this.client.close()
  }
}
