/**
 * Many changes at once. All of them begin, with one write each, before any of them goes on: what is written of the first ones would otherwise
 * keep the API server from telling of the last ones. Then they go on, no faster than it tells of what was written.
 */
import type { World } from '../../core/world.ts'
import { type Clock, elapsed } from '../clock.ts'

/** Changes that have begun, or wait for it, and are not told of yet: from here on they are a crowd. */
const crowdFrom = 20

/** A crowd is complete when nobody has joined it for so long, in milliseconds. */
const quiet = 500

/** Nobody waits longer than this for others to begin, or for the watch, in milliseconds since it began. */
const patience = { others: 5000, watch: 30_000 }

/** So many of our writes may be ahead of what the watch of Rollouts tells: whoever has begun goes on at its pace. */
const ahead = 20

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
  /** How many of our writes of Rollouts the watch has not shown yet. */
  readonly unshown: () => number
  /** So many Rollouts want something that whatever saves a write is welcome. */
  readonly isBusy: () => boolean
}

export class Crowd {
  private readonly options: CrowdOptions
  private readonly untold = new Map<string, Begun>()
  private readonly held = new Set<string>()
  private lastBegan = Number.NEGATIVE_INFINITY

  constructor(options: CrowdOptions) {
    this.options = options
  }

  /** How many that have begun are kept from going on. */
  get waiting(): number {
    return this.held.size
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

  /** When to look again at one that has begun, while others still arrive or the watch is behind; undefined: it goes on now. */
  heldUntil(key: string, change: string): number | undefined {
    if (this.mayGoOn(key, change)) {
      this.held.delete(key)
      return undefined
    }
    this.held.add(key)
    return this.options.clock.now() + lookAfter
  }

  /** Its status tells of the change, or it is gone. */
  forget(key: string): void {
    this.untold.delete(key)
    this.held.delete(key)
  }

  private mayGoOn(key: string, change: string): boolean {
    const begun = this.untold.get(key)
    if (begun?.change !== change) return true
    const since = this.now - begun.at
    if (since < patience.others && this.isArriving) return false
    return since >= patience.watch || this.options.unshown() < ahead
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
