/**
 * A scenario is played a first time with good luck, and then again with bad luck: whenever something is done or time passes, a trouble
 * is there. Before the scenario does the next thing, or looks at something, the trouble ends and the controller gets the time to arrive
 * where it was at this point of the first play; so what the scenario says has to hold again, word for word.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Left, left, withoutCounts } from '../../faults/left.ts'
import type { Trouble } from '../../faults/troubles.ts'
import type { Objects } from './objects.ts'
import type { Stage } from './stage.ts'

export interface Luck {
  readonly isGood: boolean
  /** The scenario is about to do or to see this. */
  look(what: string): Promise<void>
  /** Something was done, or time is about to pass. */
  strike(): Promise<void>
}

/** Where the objects were when the scenario did or saw something, each time that it did. */
export type Notes = ReadonlyMap<string, readonly Left[]>

/** Notes where the objects are at each point. */
export class GoodLuck implements Luck {
  readonly isGood = true
  readonly noted = new Map<string, Left[]>()
  private readonly objects: Objects

  constructor(objects: Objects) {
    this.objects = objects
  }

  async look(what: string): Promise<void> {
    this.noted.set(what, [...(this.noted.get(what) ?? []), await left(this.objects)])
  }

  async strike(): Promise<void> {}
}

/** How long the controller may take to arrive once the trouble is over, beside what the trouble has put off: it waits up to 30 s between two tries. */
const ARRIVAL = 120_000

export class BadLuck implements Luck {
  readonly isGood = false
  private readonly stage: Stage
  private readonly objects: Objects
  private readonly trouble: Trouble
  private readonly noted: Notes
  private readonly times = new Map<string, number>()
  private standing: readonly number[] = []

  constructor(stage: Stage, objects: Objects, trouble: Trouble, noted: Notes) {
    this.stage = stage
    this.objects = objects
    this.trouble = trouble
    this.noted = noted
  }

  /** A scenario that looks more often than in the first play, because it waits for something, waits for nothing else. */
  async look(what: string): Promise<void> {
    await this.end()
    const time = this.times.get(what) ?? 0
    this.times.set(what, time + 1)
    const wanted = this.noted.get(what)?.[time]
    // Counts that were others for an instant never come back: they are waited for only by who looks at them.
    const seen = what.startsWith('status') ? (all: Left) => all : withoutCounts
    if (wanted) await this.arrive(wanted, ARRIVAL + (this.trouble.lasts ?? 0), seen)
  }

  /** Lets time pass, at most `within` milliseconds, until what is seen of the objects is as in the first play. */
  async arrive(wanted: Left, within: number, seen: (all: Left) => Left = all => all): Promise<void> {
    const { clock } = this.stage
    for (const end = clock.now() + within; ; ) {
      if (isDeepStrictEqual(seen(await left(this.objects)), seen(wanted))) return
      const next = clock.next()
      if (next === undefined || next > end) return
      await clock.advanceTo(next, () => this.stage.settle())
    }
  }

  async strike(): Promise<void> {
    const { cluster, clock } = this.stage
    const { faults = [], lasts, writesOfALife } = this.trouble
    if (writesOfALife) this.stage.limitLives(writesOfALife)
    if (cluster.faults.list().some(({ id }) => this.standing.includes(id))) return
    this.standing = faults.map(fault => cluster.faults.add({ userAgent: 'slipway-controller', ...fault }))
    const mine = this.standing
    if (lasts) clock.at(clock.now() + lasts, () => this.remove(mine))
  }

  async end(): Promise<void> {
    this.stage.limitLives(Number.POSITIVE_INFINITY)
    this.remove(this.standing)
    await this.stage.settle()
  }

  private remove(ids: readonly number[]): void {
    for (const id of ids) this.stage.cluster.faults.remove(id)
  }
}
