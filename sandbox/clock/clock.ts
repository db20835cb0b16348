/**
 * Time is an object. `RealClock` is the machine's; `VirtualClock` stands still until a test moves it, so that two hours take milliseconds
 * and come out the same each time. Whatever waits in the sandbox or in a controller under test waits on a Clock, never on setTimeout.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` once at or after `at`; the answer cancels it. Callbacks due at the same instant run in the order in which they were set. */
  at(at: number, run: () => void): () => void
}

export const realClock: Clock = {
  now: () => Date.now(),
  at(at, run) {
    // setTimeout takes 31 bits of milliseconds, and may fire a millisecond before its time.
    let handle: NodeJS.Timeout
    const arm = () => {
      const left = Math.max(0, at - Date.now())
      handle = setTimeout(() => (Date.now() < at ? arm() : run()), Math.min(left, 2 ** 31 - 1))
    }
    arm()
    return () => clearTimeout(handle)
  },
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export class VirtualClock implements Clock {
  private timers: Timer[] = []
  private order = 0
  private time: number

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.time = start
  }

  now(): number {
    return this.time
  }

  at(at: number, run: () => void): () => void {
    // Whole milliseconds, as on a machine.
    const timer = { at: Math.max(Math.ceil(at), this.time), order: this.order++, run }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter(other => other !== timer)
    }
  }

  /** The instant of the next timer, or undefined when nobody waits. */
  next(): number | undefined {
    return this.timers.length === 0 ? undefined : Math.min(...this.timers.map(timer => timer.at))
  }

  /** Moves time to `to` (never back) and runs what is due, one timer at a time; `settle` is awaited between two timers. */
  async advanceTo(to: number, settle: () => Promise<void> = async () => {}): Promise<void> {
    await settle()
    for (;;) {
      const due = this.timers.filter(timer => timer.at <= to).sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!due) break
      this.timers = this.timers.filter(timer => timer !== due)
      this.time = Math.max(this.time, due.at)
      due.run()
      await settle()
    }
    this.time = Math.max(this.time, to)
  }
}
