/** How a way back is gone. */
import type { Client } from '../../../controller/client/client.ts'
import type { Patience } from '../waiting.ts'

export interface Reverting {
  readonly client: Client
  readonly patience: Patience
  /** The controller does not run: give back what it would. */
  readonly isReleased: boolean
  /** Until it is over; else the controller goes on alone. */
  readonly waits: boolean
  readonly say: (text: string) => void
}
