/** A cluster with its own controllers and a stand-in over it, on virtual time, for tests. Git is in memory; a commit is a push. */
import type { Api, KubeObject } from '../api.ts'
import { VirtualClock } from '../clock/clock.ts'
import { type RunningCluster, startCluster } from '../cluster.ts'
import { MemorySource } from '../git/source.ts'
import type { Application } from './application/application.ts'
import type { Definition } from './application/definition.ts'
import type { Operation } from './application/operation.ts'
import { serveRollouts } from './objects.ts'
import { type StandIn, standIn } from './standin.ts'

/** Turns of the event loop without anything under way after which it rests. */
const QUIET_TURNS = 5

export type Files = Readonly<Record<string, readonly object[] | undefined>>

const textOf = (files: Files) =>
  Object.fromEntries(
    Object.entries(files).map(([path, objects]) => [
      path,
      objects?.map(object => JSON.stringify(object)).join('\n---\n'),
    ]),
  )

export class Field {
  readonly clock: VirtualClock
  readonly api: Api
  private readonly cluster: RunningCluster
  private readonly git: MemorySource
  private readonly argocd: StandIn

  private constructor(clock: VirtualClock, cluster: RunningCluster, git: MemorySource, argocd: StandIn) {
    this.clock = clock
    this.cluster = cluster
    this.api = cluster.api
    this.git = git
    this.argocd = argocd
  }

  /** `spec`: the application's, beside its source and destination. Nothing is synced yet. */
  static async open(spec: Partial<Definition['spec']> = {}, customizations?: string): Promise<Field> {
    const clock = new VirtualClock()
    const cluster = await startCluster({ clock })
    await serveRollouts(cluster.api)
    const git = new MemorySource({})
    const source = { repoURL: 'https://git.example.org/apps.git', path: '.', targetRevision: 'main' }
    const destination = { server: 'https://kubernetes.default.svc', namespace: 'default' }
    const argocd = await standIn({
      api: cluster.apiAs('argocd'),
      clock,
      source: git,
      applications: [{ name: 'shop', spec: { project: 'default', source, destination, ...spec } }],
      ...(customizations !== undefined && { customizations }),
    })
    const field = new Field(clock, cluster, git, argocd)
    await field.settle()
    return field
  }

  async close(): Promise<void> {
    this.argocd.stop()
    await this.cluster.stop()
  }

  get application(): Application {
    return this.argocd.applications.get('shop')!
  }

  get operation(): Operation | undefined {
    return this.application.operation
  }

  /** Seconds since the cluster was started. */
  get seconds(): number {
    return (this.clock.now() - new VirtualClock().now()) / 1000
  }

  /** The operation's phase at each moment at which the page of whoever looks on is drawn anew. */
  phasesSeen(): (string | undefined)[] {
    const seen: (string | undefined)[] = []
    this.argocd.cluster.onChange(() => seen.push(this.operation?.phase))
    return seen
  }

  get drifted(): string[] {
    const managed = this.application.managed().filter(({ status }) => status === 'OutOfSync')
    return managed.map(({ identity }) => `${identity.kind}/${identity.name}`)
  }

  /** Objects by file; a file that is undefined is removed. */
  async commit(files: Files): Promise<string> {
    const revision = this.git.commit(textOf(files))
    await this.argocd.refresh()
    await this.settle()
    return revision
  }

  async sync(): Promise<void> {
    await this.application.sync(false)
    await this.settle()
  }

  async advance(seconds: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + seconds * 1000, () => this.settle())
    await this.settle()
  }

  read(path: string): Promise<KubeObject> {
    return this.api.request({ method: 'GET', path })
  }

  /** Undefined: it does not exist. */
  find(path: string): Promise<KubeObject | undefined> {
    return this.read(path).catch(() => undefined)
  }

  async patch(path: string, body: object): Promise<void> {
    const contentType = 'application/merge-patch+json'
    await this.api.request({ method: 'PATCH', path, contentType, body: body as KubeObject })
    await this.settle()
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await new Promise(resolve => setImmediate(resolve))
      quiet = this.cluster.idle() && this.argocd.idle() ? quiet + 1 : 0
    }
  }
}
