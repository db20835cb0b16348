import { type Effect, type Fault, isHit, REQUEST_EFFECTS, type Subject, WATCH_EFFECTS } from './fault.ts'

interface Standing {
  readonly id: number
  readonly fault: Fault
  passed: number
  struck: number
}

/** The faults that stand. Adding one says so to the running watches, so that a `drop` hits them too. */
export class Faults {
  private standing: Standing[] = []
  private last = 0
  private strikes = 0
  private readonly random: () => number
  private readonly listeners = new Set<() => void>()

  constructor(random: () => number = Math.random, faults: readonly Fault[] = []) {
    this.random = random
    for (const fault of faults) this.add(fault)
  }

  /** Answers an id, for `remove`. */
  add(fault: Fault): number {
    this.standing.push({ id: ++this.last, fault, passed: 0, struck: 0 })
    this.changed()
    return this.last
  }

  /** Takes one fault away, or all of them; false when there is no such fault. */
  remove(id?: number): boolean {
    const before = this.standing.length
    this.standing = id === undefined ? [] : this.standing.filter(one => one.id !== id)
    this.changed()
    return this.standing.length < before
  }

  list(): { readonly id: number; readonly struck: number; readonly fault: Fault }[] {
    return this.standing.map(({ id, struck, fault }) => ({ id, struck, fault }))
  }

  /** Neither removed nor used up. */
  stands(fault: Fault): boolean {
    return this.standing.some(one => one.fault === fault)
  }

  /** How often any fault has struck so far, also those that are gone. */
  struckSoFar(): number {
    return this.strikes
  }

  /** The first fault that strikes the request now; it counts as used. */
  strike(subject: Subject): Fault | undefined {
    return this.struck(subject, REQUEST_EFFECTS)
  }

  /** The same for a watch that is opened, runs or has an event to send; `effects` narrows the choice. */
  strikeWatch(subject: Subject, effects: readonly Effect[] = WATCH_EFFECTS): Fault | undefined {
    return this.struck(subject, effects)
  }

  /** Calls `listener` when faults were added or removed. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private struck(subject: Subject, effects: readonly Effect[]): Fault | undefined {
    const found = this.standing.find(
      one => effects.includes(one.fault.effect) && isHit(one.fault, subject) && this.counts(one),
    )
    if (!found) return undefined
    found.struck++
    this.strikes++
    if (found.fault.count !== undefined && found.struck >= found.fault.count) this.remove(found.id)
    return found.fault
  }

  private counts(one: Standing): boolean {
    if (one.passed++ < (one.fault.skip ?? 0)) return false
    return one.fault.probability === undefined || this.random() < one.fault.probability
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener()
  }
}
