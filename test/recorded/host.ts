/** Where a scenario is played: a cluster with our controller in it, and a way to let time pass. */
import type { Api } from '../../sandbox/api.ts'
import type { Lockstep } from '../../sandbox/podlife/lockstep.ts'

export interface Host {
  readonly api: Api
  readonly lockstep: Lockstep
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves when all that follows from what was done has happened; at once where that cannot be known. */
  settle(): Promise<void>
  /** Lets time go on until `at`, or less far when something may have happened before. */
  passTo(at: number): Promise<void>
  close(): Promise<void>
}
