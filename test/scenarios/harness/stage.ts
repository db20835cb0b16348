/** Where a scenario is played: the embedded cluster and the real controller, over HTTP, in one process and on one virtual clock. */
import { createClient } from '../../../controller/client/client.ts'
import type { RequestCount } from '../../../controller/client/counts.ts'
import { type Controller, startController } from '../../../controller/controller.ts'
import { parseDuration } from '../../../core/kube/duration.ts'
import type { Api } from '../../../sandbox/api.ts'
import { ADMIN_TOKEN } from '../../../sandbox/auth/user.ts'
import { VirtualClock } from '../../../sandbox/clock/clock.ts'
import { type RunningCluster, startCluster } from '../../../sandbox/cluster.ts'
import { Loopback } from './loopback.ts'
import { crds } from './manifests.ts'
import { MortalClient } from './mortal.ts'

/** Rounds without progress after which an idle controller stays idle: a watch takes a few turns between its end and its next begin. */
const QUIET_ROUNDS = 3
/** Rounds without progress after which a busy controller waits for the clock, as when a server told it to come back later. */
const WAITING_ROUNDS = 12
/** Rounds after which progress leads nowhere. */
const MOST_ROUNDS = 50_000

/** What a built-in controller complains of, but for the faults that a test has asked for. */
const unasked = (line: string) => {
  if (!line.includes('a fault that was asked for')) console.error(line)
}

interface Running {
  readonly controller: Controller
  readonly client: MortalClient
}

/** Something of a test's own that runs beside the cluster and has to be at rest when all is. */
export interface Part {
  idle(): boolean
  stop(): void
}

export class Stage {
  readonly cluster: RunningCluster
  readonly clock: VirtualClock
  readonly api: Api
  /** Controllers that have used up the writes of their life. */
  deaths = 0
  private readonly loopback: Loopback
  private running: Running | undefined
  private parts: readonly Part[] = []
  private writesOfALife = Number.POSITIVE_INFINITY

  private constructor(cluster: RunningCluster, clock: VirtualClock, loopback: Loopback) {
    this.cluster = cluster
    this.clock = clock
    this.api = cluster.apiAs('scenario')
    this.loopback = loopback
  }

  /** `inside` takes the place of the built-in controllers and pod life. */
  static async open(inside?: (cluster: RunningCluster, clock: VirtualClock) => readonly Part[]): Promise<Stage> {
    const clock = new VirtualClock()
    const cluster = await startCluster({ clock, controllers: !inside, log: unasked })
    const stage = new Stage(cluster, clock, await Loopback.open())
    stage.parts = inside?.(stage.cluster, clock) ?? []
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    for (const body of crds) await stage.api.request({ method: 'POST', path, body })
    await stage.startController()
    return stage
  }

  /** From now on this has to be at rest, too, and ends with the stage. */
  join(part: Part): void {
    this.parts = [...this.parts, part]
  }

  async startController(): Promise<void> {
    const { url } = this.cluster
    const connection = { server: url, token: ADMIN_TOKEN, insecureSkipTlsVerify: true, clock: this.clock }
    const client = new MortalClient(await createClient(connection), this.writesOfALife)
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (line: string) => console.error(line) }
    const controller = await startController({ client, clock: this.clock, log })
    this.running = { controller, client }
    await this.settle()
  }

  /** From now on a controller is killed as soon as it has made so many writes, and another one takes over, again and again. */
  limitLives(writes: number): void {
    this.writesOfALife = writes
    this.running?.client.liveFor(writes)
  }

  /** Ends the controller: politely, or as `kill -9` does it. */
  async stopController(how: 'politely' | 'killed' = 'politely'): Promise<void> {
    const { controller, client } = this.running ?? {}
    this.running = undefined
    if (how === 'killed') client?.die()
    if (controller) await this.whileTimePasses(controller.stop())
    client?.close()
    await this.settle()
  }

  /** A pass under way may wait for the clock; the clock goes on as far as it has to. */
  private async whileTimePasses(ending: Promise<void>): Promise<void> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    void ending.then(over, over)
    for (await this.settle(); !isOver; await this.settle()) {
      const next = this.clock.next()
      if (next === undefined) break
      await this.clock.advanceTo(next)
    }
    await ending
  }

  /** What the running controller has asked for since it was started. */
  requests(): readonly RequestCount[] {
    return this.running?.client.counts.all() ?? []
  }

  /** Waits until nothing happens any more by itself: only the clock or the test can go on from here. */
  async settle(): Promise<void> {
    let before = ''
    for (let same = 0, round = 0; !this.isAtRest(same); round++) {
      if (round > MOST_ROUNDS) throw new Error(`the cluster does not come to rest: ${this.describe()}`)
      await this.loopback.around()
      const now = this.progress()
      same = now === before ? same + 1 : 0
      before = now
    }
    if (!this.running?.client.isDead) return
    this.deaths++
    await this.stopController('killed')
    await this.startController()
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
    for (const part of this.parts) part.stop()
    await this.cluster.stop()
    this.loopback.stop()
  }

  private isAtRest(same: number): boolean {
    const isIdle = this.running?.controller.isIdle() ?? true
    const areIdle = this.cluster.idle() && this.parts.every(part => part.idle())
    return areIdle && same >= (isIdle ? QUIET_ROUNDS : WAITING_ROUNDS)
  }

  private describe(): string {
    const isIdle = (it: boolean | undefined) => (it === undefined ? 'absent' : it ? 'idle' : 'busy')
    const { cluster, running } = this
    return `cluster ${isIdle(cluster.idle())}, controller ${isIdle(running?.controller.isIdle())}, ${this.progress()}`
  }

  private progress(): string {
    const controller = this.running?.controller
    const requests = controller?.client.counts.all().reduce((sum, { count }) => sum + count, 0)
    return `${this.cluster.watchEventsSent()} events sent, ${controller?.watchEvents} received, ${requests} requests`
  }
}
