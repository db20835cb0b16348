/** Starts and stops a controller: in process for the demo and tests, under main.ts when shipped. */
import type { Rollout } from '../core/api/types.ts'
import { workloadKeys } from './cache/caches.ts'
import { type Client, createClient } from './client/client.ts'
import { type Clock, realClock, sleep } from './clock.ts'
import { coreEngine } from './engine.ts'
import { type HttpServer, serve } from './http/server.ts'
import { LeaseHolder } from './lease/lease.ts'
import { silent } from './log.ts'
import { renderRollouts } from './metrics/rollouts.ts'
import type { Controller, ControllerOptions } from './options.ts'
import { Parts } from './parts.ts'
import { managerOf } from './services/clean.ts'
import { wire } from './wiring.ts'

export type { Controller, ControllerOptions } from './options.ts'

/** Resolves once the API server can be spoken to; `started` of the answer once this process leads and works. */
export async function startController(options: ControllerOptions = {}): Promise<Controller> {
  const clock = options.clock ?? realClock
  const client = options.client ?? (await createClient({ ...options, clock }))
  const controller = new RolloutController(options, client, clock)
  await controller.listen()
  return controller
}

class RolloutController implements Controller {
  readonly client: Client
  readonly started: Promise<void>
  private readonly options: ControllerOptions
  private readonly clock: Clock
  private readonly parts: Parts
  private readonly lease: LeaseHolder | undefined
  private servers: readonly HttpServer[] = []
  private phase: 'starting' | 'working' | 'stopped' = 'starting'
  private cancelResync = () => {}

  constructor(options: ControllerOptions, client: Client, clock: Clock) {
    const log = options.log ?? silent
    this.options = options
    this.client = client
    this.clock = clock
    this.lease =
      options.lease && new LeaseHolder({ ...options.lease, client, clock, log, instanceId: options.instanceId ?? '' })
    this.parts = new Parts(options, {
      client,
      clock,
      log,
      engine: options.engine ?? coreEngine,
      mayWrite: () => this.mayWrite(),
    })
    this.started = this.start()
  }

  get watchEvents(): number {
    return this.parts.reflectors().reduce((sum, { events }) => sum + events, 0)
  }

  isIdle(): boolean {
    const { queues, recorder } = this.parts
    const quiet = Object.values(queues).every(queue => queue.isIdle) && recorder.isIdle
    return this.phase === 'working' && quiet && this.client.inFlight === 0
  }

  versions(): { readonly [resource: string]: string } {
    const { rollouts, replicaSets, services } = this.parts.caches
    return { rollouts: rollouts.version, replicasets: replicaSets.version, services: services.version }
  }

  /** The HTTP endpoints answer before this process leads: a standby is healthy too. */
  async listen(): Promise<void> {
    const { http } = this.options
    if (!http) return
    const { metrics, caches, resolver } = this.parts
    const type = 'text/plain; version=0.0.4; charset=utf-8'
    const rollouts = () => [...caches.rollouts.entries()].map(([, rollout]) => rollout)
    const workloadOf = (rollout: Rollout) =>
      workloadKeys(rollout).flatMap(key => resolver.known(key)?.workload ?? [])[0]
    const body = async () => [await metrics.render(), ...renderRollouts(rollouts, workloadOf)]
    const healthz = { type: 'text/plain', body: async () => ['ok'] }
    this.servers = await Promise.all([
      serve(http.address, http.metricsPort, { '/metrics': { type, body } }),
      serve(http.address, http.healthzPort, { '/healthz': healthz }),
    ])
  }

  async stop(): Promise<void> {
    this.phase = 'stopped'
    this.cancelResync()
    this.parts.audit.stop()
    const { queues, recorder } = this.parts
    await Promise.all(Object.values(queues).map(queue => queue.stop()))
    // What people are told matters less than giving the lease back.
    await Promise.race([recorder.flush(), sleep(this.clock, 5_000)])
    for (const reflector of this.parts.reflectors()) reflector.stop()
    this.parts.watches.stop()
    await this.lease?.release()
    await Promise.all(this.servers.map(server => server.close()))
    if (!this.options.client) this.client.close()
  }

  private async start(): Promise<void> {
    const { caches, queues } = this.parts
    if (this.lease && !(await this.lease.acquire(this.options.lease!.onLost))) return
    this.connect()
    for (const reflector of Object.values(caches.reflectors)) reflector.start()
    await Promise.all(Object.values(caches.reflectors).map(reflector => reflector.synced))
    if (this.phase === 'stopped') return
    this.phase = 'working'
    this.lookAtAll()
    for (const queue of Object.values(queues)) queue.start()
    void this.parts.watches.ensureObserved()
    this.resyncLater()
  }

  private connect(): void {
    const { caches, queues, recorder } = this.parts
    wire({
      caches,
      isOn: () => this.phase === 'working',
      rollout: key => this.parts.look(key),
      // What the change means for the Rollout is told first, as upstream's controller was seen to do it.
      service: key => queues.Rollouts.after(managerOf(key, caches), () => queues.Services.add(key)),
      workload: key => this.parts.referred(key),
      deleted: (key, rollout) => {
        this.parts.forget(key)
        const { name, namespace } = rollout.metadata
        recorder.tell(rollout, {
          type: 'Normal',
          reason: 'RolloutDeleted',
          message: `Rollout ${name}/${namespace} is deleted.`,
        })
      },
    })
  }

  private lookAtAll(): void {
    const { caches, queues } = this.parts
    for (const [key] of caches.rollouts.entries()) this.parts.look(key)
    for (const [key] of caches.services.entries()) queues.Services.add(key)
  }

  /** A second look at everything, costing no request when nothing was missed, and a look at whether the caches can be believed. */
  private resyncLater(): void {
    const { resync = 900 } = this.options
    this.cancelResync = this.clock.at(this.clock.now() + resync * 1000, () => {
      this.lookAtAll()
      void this.parts.audit.look()
      this.resyncLater()
    })
  }

  private mayWrite(): void {
    if (this.lease && !this.lease.isHeld) throw new Error('this process does not hold the lease')
  }
}
