/** What each controller is given, and what it gives back. */
import { Queue, type Sync } from './loop/queue.ts'
import type { View } from './loop/view.ts'

export interface Context {
  readonly view: View
  readonly log: (line: string) => void
}

/** A controller that was started: its queue tells whether it has anything left to do now. */
export interface Running {
  isIdle(): boolean
  stop(): void
}

export type Controller = (context: Context) => Running

export const queueOf = (name: string, { view, log }: Context, sync: Sync): Queue => new Queue(name, view, sync, log)
