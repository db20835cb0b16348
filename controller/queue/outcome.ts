import type { Instant } from '../../core/kube/time.ts'

/** What a pass over one key may end in (design rule 7). There is no fifth. */
export type Outcome =
  /** Nothing to do until something changes. */
  | { readonly outcome: 'done' }
  /** Time alone changes something at `at`, or the view has to catch up first. Never a failure. */
  | { readonly outcome: 'again'; readonly at: Instant }
  /** A failure that may go away by itself; the only outcome that is slowed down. */
  | { readonly outcome: 'retry'; readonly error: unknown }
  /** A failure that only a change of the object can cure. */
  | { readonly outcome: 'terminal'; readonly error: unknown }

export const done: Outcome = { outcome: 'done' }
export const again = (at: Instant): Outcome => ({ outcome: 'again', at })
export const retry = (error: unknown): Outcome => ({ outcome: 'retry', error })
