/**
 * Many changes at once. All of them begin, with one write each, before any of them goes on: what is written of the first ones would otherwise
 * keep the API server from telling of the last ones. Then they go on in the order in which they began.
 */
import type { World } from '../../core/world.ts'
import { type Clock, elapsed } from '../clock.ts'

/** Changes that have begun, or wait for it, and are not told of yet: from here on they are a crowd. */
const crowdFrom = 20

/** A crowd is complete when nobody has joined it for so long, in milliseconds. */
const quiet = 500

/** Nobody waits longer than this for others to begin. */
const patience = 5000

/** How often to look whether the others have begun. */
const lookAfter = 250

interface Begun {
  readonly change: string
  readonly at: number
}

export interface CrowdOptions {
  readonly clock: Clock
  /** How many Rollouts wait whose change nobody has looked at. */
  readonly newcomers: () => number
  /** So many Rollouts want something that whatever saves a write is welcome. */
  readonly isBusy: () => boolean
}

export class Crowd {
  private readonly options: CrowdOptions
  private readonly untold = new Map<string, Begun>()
  private lastBegan = Number.NEGATIVE_INFINITY

  constructor(options: CrowdOptions) {
    this.options = options
  }

  /** What a decision should know of the others. */
  get state(): World['crowd'] {
    if (this.isArriving) return 'arriving'
    return this.options.isBusy() ? 'busy' : undefined
  }

  /** Something has been done about this change, whatever the stored status says so far. */
  began(key: string, change: string): void {
    this.lastBegan = this.now
    this.untold.set(key, { change, at: this.lastBegan })
  }

  hasBegun(key: string, change: string): boolean {
    return this.untold.get(key)?.change === change
  }

  /** When to look again at one that has begun, while others still arrive; undefined: it goes on now. */
  heldUntil(key: string, change: string): number | undefined {
    const begun = this.untold.get(key)
    if (begun?.change !== change || this.now >= begun.at + patience || !this.isArriving) return undefined
    return this.options.clock.now() + lookAfter
  }

  /** Its status tells of the change, or it is gone. */
  forget(key: string): void {
    this.untold.delete(key)
  }

  private get isArriving(): boolean {
    const newcomers = this.options.newcomers()
    if (this.untold.size + newcomers < crowdFrom) return false
    return newcomers > 0 || this.now < this.lastBegan + quiet
  }

  private get now(): number {
    return elapsed(this.options.clock)
  }
}
