/** Waiting in one namespace: meanwhile pods move, one at a time and only when the namespace is quiet. */
import type { KubeObject } from '../../sandbox/api.ts'
import type { History } from './history.ts'
import type { Host } from './host.ts'
import { at, holds, type Value, type Wait } from './script.ts'

/** Milliseconds without change before the next pod moves, and before a namespace counts as settled. */
const QUIET = 300
const SETTLED = 2000
const MOST = 120_000

export class Patience {
  private readonly host: Host
  private readonly history: History
  private readonly namespace: string

  constructor(host: Host, history: History, namespace: string) {
    this.host = host
    this.history = history
    this.namespace = namespace
  }

  /** Until a value of an object is as wanted; a Rollout must also have observed its spec. Throws after the timeout. */
  async wait(wait: Wait & { readonly kind: string; readonly name: string }): Promise<void> {
    const { kind, name, path, timeout = 40 } = wait
    let mark = this.history.length
    let last: Value
    const fits = (object: KubeObject | undefined): boolean => {
      if (!object) return wait.exists === false
      if (kind === 'Rollout' && !wait.stale && !hasObserved(object)) return false
      last = at(object, path)
      return holds(last, wait)
    }
    // Each state on the way counts, for on virtual time many may pass between two looks.
    const isReached = () => {
      const changes = this.history.since(mark).filter(({ type }) => type !== 'DELETED')
      mark = this.history.length
      const seen = changes.map(({ object }) => object).filter(one => one.kind === kind && one.metadata.name === name)
      return [this.history.get(kind, name), ...seen].some(fits)
    }
    if (!(await this.until(isReached, timeout * 1000)))
      throw new Error(`waited ${timeout} s, last value ${JSON.stringify(last)}`)
  }

  /** Until nothing has changed for so many milliseconds and no pod is on its way. */
  async settle(quiet = SETTLED): Promise<void> {
    const isSettled = () => this.quietFor() >= quiet && this.host.lockstep.next(this.namespace) === undefined
    if (!(await this.until(isSettled, MOST, quiet))) throw new Error(`still changing after ${MOST / 1000} s`)
  }

  async pass(span: number): Promise<void> {
    await this.until(() => false, span)
  }

  /** Answers whether it was reached within so many milliseconds. */
  async until(isReached: () => boolean, within: number, quiet = QUIET): Promise<boolean> {
    const { host } = this
    for (const end = host.now() + within; ; ) {
      await host.settle()
      if (isReached()) return true
      if (host.now() >= end) return false
      if (!(await this.movePod())) await host.passTo(Math.min(end, ...this.instants(quiet)))
    }
  }

  /** When something may be due next: calm enough for a pod or for an end, or a pod that is late. */
  private instants(quiet: number): number[] {
    const late = this.host.lockstep.next(this.namespace) ?? 0
    const calm = [QUIET, quiet].map(span => this.history.lastChange + span)
    return [...calm, late].filter(instant => instant > this.host.now())
  }

  private async movePod(): Promise<boolean> {
    if (this.quietFor() < QUIET) return false
    const hasMoved = await this.host.lockstep.advance(this.namespace)
    if (hasMoved) this.history.touch()
    return hasMoved
  }

  private quietFor(): number {
    return this.host.now() - this.history.lastChange
  }
}

const hasObserved = ({ status, metadata }: KubeObject) =>
  String(status?.observedGeneration) === String(metadata.generation)
