/** Where a scenario is played: the embedded cluster and the real controller, over HTTP, in one process and on one virtual clock. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { createClient } from '../../../controller/client/client.ts'
import { type Controller, startController } from '../../../controller/controller.ts'
import { parseDuration } from '../../../core/kube/duration.ts'
import type { Api, KubeObject } from '../../../sandbox/api.ts'
import { ADMIN_TOKEN } from '../../../sandbox/auth/user.ts'
import { VirtualClock } from '../../../sandbox/clock/clock.ts'
import { type RunningCluster, startCluster } from '../../../sandbox/cluster.ts'
import { Loopback } from './loopback.ts'
import { MortalClient } from './mortal.ts'

const CRDS = new URL('../../../manifests/crds/', import.meta.url)

/** Rounds in which nothing happened, after which nothing will. One would do if a reconnecting watch took no turns between close and open. */
const QUIET_ROUNDS = 3
const MOST_ROUNDS = 20_000

interface Running {
  readonly controller: Controller
  readonly client: MortalClient
}

export class Stage {
  readonly cluster: RunningCluster
  readonly clock: VirtualClock
  readonly api: Api
  private readonly loopback: Loopback
  private running: Running | undefined

  private constructor(cluster: RunningCluster, clock: VirtualClock, loopback: Loopback) {
    this.cluster = cluster
    this.clock = clock
    this.api = cluster.apiAs('scenario')
    this.loopback = loopback
  }

  static async open(): Promise<Stage> {
    const clock = new VirtualClock()
    const stage = new Stage(await startCluster({ clock }), clock, await Loopback.open())
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    for (const body of crds()) await stage.api.request({ method: 'POST', path, body })
    await stage.startController()
    return stage
  }

  async startController(): Promise<void> {
    const { url } = this.cluster
    const connection = { server: url, token: ADMIN_TOKEN, insecureSkipTlsVerify: true, clock: this.clock }
    const client = new MortalClient(await createClient(connection))
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (line: string) => console.error(line) }
    const controller = await startController({ client, clock: this.clock, log })
    this.running = { controller, client }
    await this.settle()
  }

  /** Ends the controller: politely, or as `kill -9` does it. */
  async stopController(how: 'politely' | 'killed' = 'politely'): Promise<void> {
    const { controller, client } = this.running ?? {}
    this.running = undefined
    if (how === 'killed') client?.die()
    await controller?.stop()
    client?.close()
    await this.settle()
  }

  /** Waits until nothing happens any more by itself: only the clock or the test can go on from here. */
  async settle(): Promise<void> {
    let quiet = 0
    let before = ''
    for (let round = 0; quiet < QUIET_ROUNDS; round++) {
      if (round > MOST_ROUNDS) throw new Error(`the cluster does not come to rest: ${this.progress()}`)
      await this.loopback.around()
      const now = this.progress()
      quiet = this.isIdle() && now === before ? quiet + 1 : 0
      before = now
    }
  }

  /** Moves the clock on by a duration like `90s` or `1h`, settling at each instant at which something is due. */
  async advance(duration: string): Promise<void> {
    const span = parseDuration(duration)
    if (span === undefined) throw new Error(`advance('${duration}'): no duration; write for example 30s, 5m or 1h30m`)
    await this.clock.advanceTo(this.clock.now() + span, () => this.settle())
    await this.settle()
  }

  async close(): Promise<void> {
    await this.stopController()
    await this.cluster.stop()
    this.loopback.stop()
  }

  private isIdle(): boolean {
    return this.cluster.idle() && (this.running?.controller.isIdle() ?? true)
  }

  private progress(): string {
    const controller = this.running?.controller
    const requests = controller?.client.counts.all().reduce((sum, { count }) => sum + count, 0)
    return `${this.cluster.watchEventsSent()} events sent, ${controller?.watchEvents} received, ${requests} requests`
  }
}

const crds = (): KubeObject[] =>
  readdirSync(CRDS)
    .filter(name => name.endsWith('.yaml'))
    .flatMap(name => objectsOf(readFileSync(new URL(name, CRDS), 'utf8')))

/** The objects of a YAML text, as Kubernetes reads YAML (1.1). */
export const objectsOf = (yaml: string): KubeObject[] =>
  parseAllDocuments(yaml, { version: '1.1' })
    .map(document => {
      if (document.errors[0]) throw document.errors[0]
      return document.toJS() as KubeObject | null
    })
    .filter(object => object !== null)
