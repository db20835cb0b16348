/** The pure part, as the shell sees it. Core's is the one that ships; a test of the shell may bring its own. */
import { decide, needs } from '../core/decide.ts'
import type { Decision } from '../core/decision.ts'
import type { Instant } from '../core/kube/time.ts'
import type { Needs, World } from '../core/world.ts'

export interface Engine {
  readonly decide: (world: World, now: Instant) => Decision
  readonly needs: (world: World) => Needs
}

export const coreEngine: Engine = { decide, needs }
