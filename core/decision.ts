/** What `decide` returns: effects, the status that should be stored, what to tell people, and when to look again. */
import type { RolloutStatus } from './api/types.ts'
import type { Intent } from './intent.ts'
import type { Instant } from './kube/time.ts'

export interface Decision {
  /** In the order in which they have to be tried (make before break). After a failed one the rest waits for the next pass; the status is still written. */
  readonly intents: readonly Intent[]
  /** The whole status as it should be; `apply` patches the difference to the stored one, and writes nothing when there is none. Absent: leave it alone. */
  readonly status?: RolloutStatus
  /** The status instead, if a disruption budget keeps one of the pods that are evicted. Absent: it is the same. */
  readonly statusIfKept?: RolloutStatus
  /**
   * Write the status only if it still differs after COUNTS_SETTLE_MS. Absent: now.
   * `counts`: it differs in counts alone, which are still moving, so that ten pods becoming ready are one write; or it tells a promotion whose old
   * pods are just going. What it would tell waits with it. `start`: it tells of an attempt that only waits for its pods, which may be ready at once,
   * and is then told with its end; people are told at once all the same.
   */
  readonly statusMayWait?: 'counts' | 'start'
  readonly events: readonly EventNote[]
  /** The next moment at which time alone changes the decision. */
  readonly wakeAt?: Instant
  /** One line a stage, in order: `explain` and the panel's "why" are this. */
  readonly trace: readonly TraceLine[]
}

/** How long such a status may wait for the next one, in milliseconds. */
export const COUNTS_SETTLE_MS = 250

/** A Kubernetes Event about the Rollout (contract rollout 6.1). `after` an intent: sent only when that intent succeeded. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** Index into `intents`; absent = sent once the status is written. */
  readonly after?: number
}

export interface TraceLine {
  readonly stage: string
  readonly outcome: 'acted' | 'waiting' | 'satisfied' | 'skipped'
  /** A stable code in PascalCase; prose is rendered from it. */
  readonly reason: string
  readonly facts: { readonly [name: string]: string | number | boolean | null }
}

/** A decision to do nothing, and why. */
export function nothing(reason: string, facts: TraceLine['facts']): Decision {
  return { intents: [], events: [], trace: [{ stage: 'decide', outcome: 'waiting', reason, facts }] }
}
