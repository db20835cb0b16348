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
  private readonly owed = new Map<string, readonly EventNote[]>()
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
    const due = since + COUNTS_SETTLE_MS * (isBusy && decision.statusMayWait === 'counts' ? BUSY_TIMES : 1)
    if (now < due) return due
    this.waitsSince.delete(key)
    return undefined
  }

  /**
   * What people do not know yet of what a decision tells, and with a status that does not wait also what came with one that may have been
   * stored: if it was, no later decision says it again.
   */
  untold(key: string, events: readonly EventNote[], waits: boolean): readonly EventNote[] {
    const told = this.told.get(key)
    const messages = new Set(events.map(({ message }) => message))
    const owed = waits ? [] : (this.owed.get(key) ?? []).filter(({ message }) => !messages.has(message))
    return [...owed, ...events.filter(({ message }) => !told?.has(message))]
  }

  /** Told ahead of a status that waits, and not again with it. */
  toldAhead(key: string, events: readonly EventNote[]): void {
    this.told.set(key, new Set(events.filter(isOfStatus).map(({ message }) => message)))
  }

  /** Told with a status of which nobody knows whether it was stored. */
  owe(key: string, events: readonly EventNote[]): void {
    this.owed.set(key, events.filter(isOfStatus))
  }

  toldAll(key: string): void {
    this.told.delete(key)
    this.owed.delete(key)
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
    this.toldAll(key)
    this.stale.delete(key)
    this.observed.delete(key)
    this.waitsSince.delete(key)
  }
}

/** What is told of an effect comes with that alone, and comes again only when it does. */
function isOfStatus({ after }: EventNote): boolean {
  return after === undefined
}
