import type { Clock } from '../clock/clock.ts'
import type { Store } from '../store/store.ts'
import type { Kinds } from './kinds.ts'

/** What every operation of the server works on. */
export interface Cluster {
  readonly store: Store
  readonly kinds: Kinds
  readonly clock: Clock
  /** Between 0 and 1; seeded when time is virtual. */
  readonly random: () => number
  /** Whether RBAC objects decide; otherwise everybody may do everything. */
  readonly rbac: boolean
}
