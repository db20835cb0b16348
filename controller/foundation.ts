/** What the parts of a controller stand on. */
import type { Client } from './client/client.ts'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'
import type { Log } from './log.ts'

export interface Foundation {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly engine: Engine
  /** Throws when this process may no longer write. */
  readonly mayWrite: () => void
}
