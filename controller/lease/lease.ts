/**
 * Leader election on the Lease that upstream's controller uses, so that the two can never act at once. Given back on exit; lost for
 * good when it could not be renewed in time (users 4-B6).
 */

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Client, ClientRequest, KubeObject } from '../client/client.ts'
import { isCode, messageOf } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import { type Clock, elapsed, sleep } from '../clock.ts'
import type { Log } from '../log.ts'
import { isHeldByOther, type LeaseSpec, type Seen, takenSpec } from './record.ts'

export interface LeaseOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly namespace: string
  readonly instanceId: string
  /** Milliseconds. */
  readonly duration: number
  readonly renewDeadline: number
  readonly retryPeriod: number
  readonly identity?: string
}

export interface LeaseObject extends KubeObject {
  readonly spec?: LeaseSpec
}

/** `argo-rollouts-controller-lock`, with the instance id behind it when there is one. */
export function leaseName(instanceId: string): string {
  return instanceId ? `argo-rollouts-controller-lock-${instanceId}` : 'argo-rollouts-controller-lock'
}

export class LeaseHolder {
  readonly identity: string
  private readonly options: LeaseOptions
  private readonly name: string
  private readonly stopping = new AbortController()
  private renewed = Number.NEGATIVE_INFINITY
  private held: LeaseObject | undefined
  private seen: Seen | undefined
  /** Taking it, then keeping it. */
  private underWay: Promise<void> = Promise.resolve()

  constructor(options: LeaseOptions) {
    this.options = options
    this.identity = options.identity ?? `${hostname()}_${randomUUID()}`
    this.name = leaseName(options.instanceId)
  }

  /** Whether a write may still be sent: renewed less than the renew deadline ago, well before anybody else may take over. */
  get isHeld(): boolean {
    return this.held !== undefined && elapsed(this.options.clock) - this.renewed < this.options.renewDeadline
  }

  /** Resolves when this process leads, or with false when it was stopped while it waited. `onLost` is called once, if ever. */
  async acquire(onLost: () => void): Promise<boolean> {
    this.underWay = this.take()
    await this.underWay
    if (this.stopping.signal.aborted) return false
    this.options.log.info('became the leader', { lease: this.name, identity: this.identity })
    this.underWay = this.keep(onLost)
    return true
  }

  /** Stops renewing and gives the lease back, so that the next one need not wait for it to expire. */
  async release(): Promise<void> {
    this.stopping.abort()
    await this.underWay
    if (!this.held) return
    const spec = { ...this.held.spec, holderIdentity: '', leaseDurationSeconds: 1 }
    await this.put({ ...this.held, spec }).catch(error =>
      this.options.log.warn(`lease not given back: ${messageOf(error)}`),
    )
    this.held = undefined
  }

  private async take(): Promise<void> {
    const { clock, retryPeriod } = this.options
    while (!this.stopping.signal.aborted && !(await this.attempt()))
      await sleep(clock, retryPeriod * (1 + Math.random() * 0.2), this.stopping.signal)
  }

  private async keep(onLost: () => void): Promise<void> {
    const { clock, log, retryPeriod } = this.options
    for (;;) {
      await sleep(clock, retryPeriod, this.stopping.signal)
      if (this.stopping.signal.aborted) return
      if ((await this.attempt()) || this.isHeld) continue
      log.error('lost the lease', { lease: this.name })
      this.held = undefined
      return onLost()
    }
  }

  /** One try to take or renew it. */
  private async attempt(): Promise<boolean> {
    const { clock, log } = this.options
    // Before it is asked for: the answer may take its time.
    const since = elapsed(clock)
    try {
      const stored = this.held ?? (await this.read())
      if (stored && this.isHeldByOther(stored)) return false
      const spec = takenSpec(stored?.spec, this.identity, this.options.duration, clock.now())
      this.held = await (stored ? this.put({ ...stored, spec }) : this.create(spec))
      this.renewed = since
      return true
    } catch (error) {
      // Somebody else wrote it: read it again next time; who it belongs to decides.
      if (isCode(error, 404, 409)) await this.reread()
      log.debug(`lease: ${messageOf(error)}`)
      return false
    }
  }

  private async reread(): Promise<void> {
    const stored = await this.read().catch(() => this.held)
    this.held = stored?.spec?.holderIdentity === this.identity ? stored : undefined
  }

  private isHeldByOther(stored: LeaseObject): boolean {
    const now = elapsed(this.options.clock)
    if (this.seen?.resourceVersion !== stored.metadata.resourceVersion) {
      this.seen = { resourceVersion: stored.metadata.resourceVersion, at: now }
    }
    return isHeldByOther(stored.spec, this.identity, this.seen, now)
  }

  private async read(): Promise<LeaseObject | undefined> {
    try {
      return await this.request({ method: 'GET', path: this.path() })
    } catch (error) {
      if (isCode(error, 404)) return undefined
      throw error
    }
  }

  private put(lease: LeaseObject): Promise<LeaseObject> {
    return this.request({ method: 'PUT', path: this.path(), body: lease })
  }

  private create(spec: LeaseSpec): Promise<LeaseObject> {
    const { namespace } = this.options
    const { apiVersion, kind } = resources.leases
    const body = { apiVersion, kind, metadata: { name: this.name, namespace }, spec }
    return this.request({ method: 'POST', path: pathOf(resources.leases, { namespace }), body })
  }

  /** There is time for a second try when the first is never answered. */
  private request(request: ClientRequest): Promise<LeaseObject> {
    const { client, renewDeadline } = this.options
    return client.request<LeaseObject>({ ...request, isUrgent: true, timeout: renewDeadline / 2 })
  }

  private path(): string {
    return pathOf(resources.leases, { namespace: this.options.namespace, name: this.name })
  }
}
