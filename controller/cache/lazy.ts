/**
 * One supervised watch of a kind that only some Rollouts care about: begun when the first of them asks, never waited for, kept until the
 * process ends. A watch that cannot be opened blocks nobody and leaves nothing behind (users 4-G7, AR#2232).
 */
import { Reflector, type ReflectorOptions } from './reflector.ts'
import { type Indexes, Store } from './store.ts'

/** What every watch is made from. */
export type WatchOptions = Pick<ReflectorOptions<unknown>, 'client' | 'clock' | 'log' | 'namespace'>

export interface LazyOptions<T, Index extends string> extends Omit<ReflectorOptions<T>, 'store'> {
  readonly indexes: Indexes<T, Index>
}

export class LazyWatch<T, Index extends string = never> {
  readonly store: Store<T, Index>
  readonly reflector: Reflector<T>
  isBegun = false

  constructor({ indexes, ...options }: LazyOptions<T, Index>) {
    this.store = new Store(indexes)
    this.reflector = new Reflector({ ...options, store: this.store })
  }

  begin(): this {
    if (this.isBegun) return this
    this.isBegun = true
    this.reflector.start()
    return this
  }
}
