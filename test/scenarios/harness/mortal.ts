/** A controller's way to the API server that can be cut, as when its process is killed: what it asks for after that never leaves. */
import type { Client, ClientRequest } from '../../../controller/client/client.ts'
import type { WatchOptions } from '../../../controller/client/watch.ts'

export class MortalClient implements Client {
  private readonly client: Client
  private writesLeft: number

  constructor(client: Client, writes: number) {
    this.client = client
    this.writesLeft = writes
  }

  /** It dies of itself as soon as so many more writes have been made; events do not count. */
  liveFor(writes: number): void {
    this.writesLeft = writes
  }

  get isDead(): boolean {
    return this.writesLeft <= 0
  }

  die(): void {
    this.writesLeft = 0
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

  async request<T>(request: ClientRequest): Promise<T> {
    if (this.isDead) throw new Error('this controller was killed')
    const answer = await this.client.request<T>(request)
    if (request.method !== 'GET' && !/\/events(\/|$)/.test(request.path)) this.writesLeft--
    return answer
  }

  watch(path: string, options: WatchOptions): Promise<void> {
    return this.isDead ? Promise.reject(new Error('this controller was killed')) : this.client.watch(path, options)
  }

  close(): void {
    this.client.close()
  }
}
