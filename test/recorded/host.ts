/** Where a scenario is played: a cluster that our controller can be started in, and a way to let time pass. */
import type { Api } from '../../sandbox/api.ts'
import type { Lockstep } from '../../sandbox/podlife/lockstep.ts'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { embeddedHost } from './embedded.ts'
import { realHost } from './real.ts'

export interface Host {
  readonly api: Api
  readonly lockstep: Lockstep
  /** Milliseconds since the epoch. */
  now(): number
  startController(): Promise<void>
  /** Resolves when all that follows from what was done has happened; at once where that cannot be known. */
  settle(): Promise<void>
  /** Lets time go on until `at`, or less far when something may have happened before. */
  passTo(at: number): Promise<void>
  close(): Promise<void>
}

/** For one namespace: on the real cluster when one is named, else on an embedded one of its own. */
export function openHost(namespace: string): Promise<Host> {
  const kubeconfig = process.env[REAL_CLUSTER]
  return kubeconfig ? realHost(kubeconfig, namespace) : embeddedHost()
}
