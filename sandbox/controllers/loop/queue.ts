/**
 * Keys to look at, one at a time and never a stale one: a key is handed out only when the caches have shown all our own writes.
 * A failure puts its key back with a growing delay; nothing else is delayed. What waits for time waits on the clock.
 */
import { ApiError } from '../../api.ts'
import type { View } from './view.ts'

/** Makes true what should be true for a key; a number that it answers is the instant at which time alone changes that. */
export type Sync = (key: string) => Promise<unknown>

const FIRST_RETRY = 20
const LONGEST_RETRY = 60_000

export class Queue {
  private readonly name: string
  private readonly view: View
  private readonly sync: Sync
  private readonly log: (line: string) => void
  private readonly keys = new Set<string>()
  private readonly failures = new Map<string, number>()
  private readonly later = new Map<string, { readonly at: number; readonly cancel: () => void }>()
  private busy = false
  private stopped = false

  constructor(name: string, view: View, sync: Sync, log: (line: string) => void) {
    this.name = name
    this.view = view
    this.sync = sync
    this.log = log
  }

  add(key: string): void {
    if (this.stopped) return
    this.keys.add(key)
    if (this.busy) return
    this.busy = true
    void this.work()
  }

  /** Keeps the earliest of the instants that were asked for. */
  addAt(key: string, at: number): void {
    const known = this.later.get(key)
    if (this.stopped || (known && known.at <= at)) return
    known?.cancel()
    const cancel = this.view.clock.at(at, () => {
      this.later.delete(key)
      this.add(key)
    })
    this.later.set(key, { at, cancel })
  }

  isIdle(): boolean {
    return !this.busy
  }

  stop(): void {
    this.stopped = true
    this.keys.clear()
    for (const { cancel } of this.later.values()) cancel()
    this.later.clear()
  }

  /** Work begins after the burst of events that asked for it, so that a burst is one look. */
  private async work(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    while (this.keys.size > 0) {
      await this.view.fresh()
      const [key] = this.keys
      if (key === undefined || this.stopped) break
      this.keys.delete(key)
      await this.one(key)
    }
    this.busy = false
  }

  private async one(key: string): Promise<void> {
    const began = this.view.clock.now()
    try {
      const at = await this.sync(key)
      this.failures.delete(key)
      // What had passed when this sync began was seen by it; what has passed since then perhaps not.
      if (typeof at === 'number' && at > began && at < Number.POSITIVE_INFINITY) this.addAt(key, at)
    } catch (error) {
      const count = this.failures.get(key) ?? 0
      this.failures.set(key, count + 1)
      this.addAt(key, this.view.clock.now() + Math.min(FIRST_RETRY * 2 ** count, LONGEST_RETRY))
      if (!isEveryday(error)) this.log(`${this.name} ${key}: ${textOf(error)}`)
    }
  }
}

/** A conflict, a lost race with a deletion, or content for a namespace that is going away: nothing that anyone has to see. */
const isEveryday = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.code === 409 ||
    error.code === 404 ||
    JSON.stringify(error.status.details ?? '').includes('NamespaceTerminating'))

function textOf(error: unknown): string {
  if (error instanceof ApiError || !(error instanceof Error)) return String(error)
  return error.stack ?? error.message
}
