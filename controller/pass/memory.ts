/** What one pass leaves for the next of the same key. Lost on restart without harm: it only saves writes and explains failures. */
import { COUNTS_SETTLE_MS, type Decision, type EventNote } from '../../core/decision.ts'
import type { Instant } from '../../core/kube/time.ts'
import type { Observation } from '../../core/world.ts'

/** While there is much to do, counts wait so many times longer: the next status that says more takes them along. */
const BUSY_TIMES = 20

export class PassMemory {
  private readonly observed = new Map<string, readonly Observation[]>()
  private readonly waitsSince = new Map<string, Instant>()
  private readonly told = new Map<string, ReadonlySet<string>>()
  private readonly stale = new Map<string, number>()

  observations(key: string): readonly Observation[] {
    return this.observed.get(key) ?? []
  }

  /** Each pass replaces what the one before has seen fail. */
  observe(key: string, observations: readonly Observation[]): void {
    if (observations.length === 0) this.observed.delete(key)
    else this.observed.set(key, observations)
  }

  /** When a status that may wait has to be written; undefined: now. */
  statusDue(key: string, decision: Decision, now: Instant, isBusy: boolean): Instant | undefined {
    if (!decision.statusMayWait) {
      this.waitsSince.delete(key)
      return undefined
    }
    const since = this.waitsSince.get(key) ?? now
    this.waitsSince.set(key, since)
    const due = since + COUNTS_SETTLE_MS * (isBusy ? BUSY_TIMES : 1)
    if (now < due) return due
    this.waitsSince.delete(key)
    return undefined
  }

  /** What people have been told ahead of a status that waits, and are not told again with it. What is told of an effect comes with that alone. */
  toldAhead(key: string, events: readonly EventNote[]): void {
    const messages = events.filter(({ after }) => after === undefined).map(({ message }) => message)
    if (messages.length === 0) this.told.delete(key)
    else this.told.set(key, new Set(messages))
  }

  untold(key: string, events: readonly EventNote[]): readonly EventNote[] {
    const told = this.told.get(key)
    return told ? events.filter(({ message }) => !told.has(message)) : events
  }

  /** How many passes in a row have now found their view to be old. */
  staleAgain(key: string): number {
    const times = (this.stale.get(key) ?? 0) + 1
    this.stale.set(key, times)
    return times
  }

  upToDate(key: string): void {
    this.stale.delete(key)
  }

  forget(key: string): void {
    this.told.delete(key)
    this.stale.delete(key)
    this.observed.delete(key)
    this.waitsSince.delete(key)
  }
}
