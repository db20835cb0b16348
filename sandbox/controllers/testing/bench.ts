/** An embedded cluster on virtual time for tests of what runs in it: objects in, time on, objects out. */
import type { Api, KubeObject } from '../../api.ts'
import { VirtualClock } from '../../clock/clock.ts'
import { type RunningCluster, startCluster } from '../../cluster.ts'
import { discover } from '../discovery.ts'
import { pathOf, type Resource } from '../loop/resource.ts'

/** Turns of the event loop in which nothing was under way. */
const QUIET_TURNS = 3

export class Bench {
  readonly clock: VirtualClock
  readonly api: Api
  private readonly cluster: RunningCluster
  private resources: readonly Resource[] = []

  private constructor(cluster: RunningCluster, clock: VirtualClock) {
    this.cluster = cluster
    this.clock = clock
    this.api = cluster.apiAs('test')
  }

  static async open(options: { readonly controllers?: boolean } = {}): Promise<Bench> {
    const clock = new VirtualClock()
    const bench = new Bench(await startCluster({ clock, ...options }), clock)
    await bench.settle()
    return bench
  }

  close(): Promise<void> {
    return this.cluster.stop()
  }

  /** Lets seconds pass. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + seconds * 1000, () => this.settle())
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = this.cluster.idle() ? quiet + 1 : 0)
      await new Promise(resolve => setImmediate(resolve))
  }

  async create(object: Omit<KubeObject, 'metadata'> & { metadata: object }): Promise<KubeObject> {
    const made = await this.api.request({
      method: 'POST',
      path: await this.path(object.kind),
      body: object as KubeObject,
    })
    await this.settle()
    return made
  }

  async get(kind: string, name: string): Promise<KubeObject> {
    return this.api.request({ method: 'GET', path: await this.path(kind, name) })
  }

  /** In the order of their names. */
  async list(kind: string): Promise<KubeObject[]> {
    const { items } = await this.api.request({ method: 'GET', path: await this.path(kind) })
    return (items as KubeObject[]).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  }

  /** A JSON merge patch. */
  async patch(kind: string, name: string, body: object, subresource?: string): Promise<void> {
    const path = await this.path(kind, name, subresource)
    await this.api.request({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: body as KubeObject,
    })
    await this.settle()
  }

  async delete(kind: string, name: string, options: object = {}): Promise<void> {
    await this.api.request({ method: 'DELETE', path: await this.path(kind, name), body: options as KubeObject })
    await this.settle()
  }

  private async path(kind: string, name?: string, subresource?: string): Promise<string> {
    const find = () => this.resources.find(resource => resource.kind === kind)
    if (!find()) this.resources = await discover(this.api)
    return pathOf(find()!, 'default', name, subresource)
  }
}

/** A pod template, or what a template is part of. */
export const template = (pod: object = {}, image = 'shop/web:1') => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image }], ...pod },
})
