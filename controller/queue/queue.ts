/**
 * Keys, never events (design rule 4): a key is worked on by one worker at a time, and what happens to it meanwhile becomes one more
 * turn. Events are coalesced and never slowed down; only failures are.
 */
import { busyFor, messageOf } from '../client/error.ts'
import { type Clock, elapsed } from '../clock.ts'
import type { Outcome } from './outcome.ts'
import { type Priority, Ready } from './ready.ts'

export interface QueueOptions {
  readonly clock: Clock
  readonly concurrency: number
  /** Further workers that take keys of priority 0 only: of many at once each begins early, whatever is under way. */
  readonly beginners?: number
  /** Must not throw; what it throws all the same counts as a failure of the key. */
  readonly work: (key: string) => Promise<Outcome>
  /** Asked when a key is added. Absent: all can wait; first come, first served. */
  readonly priority?: (key: string) => Priority
  /** Told of each turn that failed. */
  readonly onFailure?: (key: string, error: unknown, failures: number) => void
}

interface Lane {
  readonly workers: number
  busy: number
  readonly take: () => string | undefined
}

const backoff = { first: 1, last: 10_000 }

/** Who was at work for so long, in milliseconds, is slow: behind a webhook that hangs, say. Slow keys have workers of their own and keep only each other waiting. */
const slowFrom = 5000

/** A turn under way. */
interface Turn {
  /** The key has to be looked at once more. */
  isChanged: boolean
  readonly followers: (() => void)[]
}

export class Queue {
  private readonly options: QueueOptions
  private readonly ready = new Ready()
  private readonly readySlow = new Ready()
  private readonly slow = new Set<string>()
  /** Keys at work. */
  private readonly working = new Map<string, Turn>()
  private readonly timers = new Map<string, () => void>()
  private readonly failures = new Map<string, number>()
  /** What follows the next turn of a key. */
  private readonly followers = new Map<string, (() => void)[]>()
  private pumping = false
  private running = false
  private drained = () => {}
  private readonly lanes: readonly Lane[]

  constructor(options: QueueOptions) {
    this.options = options
    this.lanes = [
      { workers: options.concurrency, busy: 0, take: () => this.ready.take() },
      { workers: options.beginners ?? 0, busy: 0, take: () => this.ready.takeNew() },
      { workers: options.concurrency, busy: 0, take: () => this.readySlow.take() },
    ]
  }

  /** Nothing is ready or at work. Keys that wait for a moment in time do not count. */
  get isIdle(): boolean {
    return this.load === 0
  }

  get depth(): number {
    return this.ready.size + this.readySlow.size
  }

  /** Keys that are ready or at work. */
  get load(): number {
    return this.depth + this.working.size
  }

  /** Keys that are ready and have not begun, slow ones aside. */
  get newcomers(): number {
    return this.ready.newcomers
  }

  start(): void {
    this.running = true
    this.pump()
  }

  /** No new turn begins; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.running = false
    this.ready.clear()
    this.readySlow.clear()
    for (const cancel of this.timers.values()) cancel()
    this.timers.clear()
    this.followers.clear()
    if (this.working.size > 0)
      await new Promise<void>(resolve => {
        this.drained = resolve
      })
  }

  add(key: string): void {
    const [ready, other] = this.slow.has(key) ? [this.readySlow, this.ready] : [this.ready, this.readySlow]
    other.forget(key)
    const turn = this.working.get(key)
    if (turn) turn.isChanged = true
    else ready.add(key, this.options.priority?.(key) ?? 2)
    this.pump()
  }

  /** Calls `then` when the key has had its turn, however that ends: the next one, or the one under way when none is to follow. At once when there is neither. */
  after(key: string, then: () => void): void {
    const turn = this.working.get(key)
    if (turn && !turn.isChanged) turn.followers.push(then)
    else if (turn || this.ready.has(key) || this.readySlow.has(key))
      this.followers.set(key, [...(this.followers.get(key) ?? []), then])
    else then()
  }

  /** Forgets the key's timer and failures: its object is gone. */
  forget(key: string): void {
    this.failures.delete(key)
    this.slow.delete(key)
    this.ready.forget(key)
    this.readySlow.forget(key)
    this.setTimer(key, undefined)
  }

  /** Work begins after the current burst of events, so that a burst is one turn and priorities are known. */
  private pump(): void {
    if (this.pumping || !this.running) return
    this.pumping = true
    setImmediate(() => {
      this.pumping = false
      for (const lane of this.lanes) this.fill(lane)
    })
  }

  private fill(lane: Lane): void {
    while (this.running && lane.busy < lane.workers) {
      const key = lane.take()
      if (key === undefined) return
      void this.turn(key, lane)
    }
  }

  private async turn(key: string, lane: Lane): Promise<void> {
    lane.busy += 1
    const turn: Turn = { isChanged: false, followers: this.followers.get(key) ?? [] }
    this.followers.delete(key)
    this.working.set(key, turn)
    const began = elapsed(this.options.clock)
    this.settle(key, await this.attempt(key))
    lane.busy -= 1
    if (elapsed(this.options.clock) >= began + slowFrom) this.slow.add(key)
    else this.slow.delete(key)
    this.working.delete(key)
    if (turn.isChanged && this.running) this.add(key)
    for (const then of turn.followers) then()
    if (this.working.size === 0) this.drained()
    this.pump()
  }

  private async attempt(key: string): Promise<Outcome> {
    try {
      return await this.options.work(key)
    } catch (error) {
      return { outcome: 'retry', error }
    }
  }

  private settle(key: string, result: Outcome): void {
    const failures = (this.failures.get(key) ?? 0) + 1
    this.failures.delete(key)
    this.setTimer(key, undefined)
    switch (result.outcome) {
      case 'done':
        break
      case 'again':
        this.setTimer(key, result.at)
        break
      case 'retry':
        this.failures.set(key, failures)
        this.setTimer(key, this.options.clock.now() + (busyFor(result.error) ?? delayAfter(failures)))
        this.options.onFailure?.(key, result.error, failures)
        break
      case 'terminal':
        this.options.onFailure?.(key, result.error, failures)
        break
      default:
        throw new Error(`no such outcome: ${messageOf(result satisfies never)}`)
    }
  }

  private setTimer(key: string, at: number | undefined): void {
    this.timers.get(key)?.()
    this.timers.delete(key)
    if (at === undefined || !this.running) return
    const cancel = this.options.clock.at(at, () => {
      this.timers.delete(key)
      this.add(key)
    })
    this.timers.set(key, cancel)
  }
}

/** 1 ms, 2 ms, 4 ms ... 10 s (contract rollout 4.1), counting failures only. */
export function delayAfter(failures: number): number {
  return Math.min(backoff.last, backoff.first * 2 ** Math.min(failures - 1, 20))
}
