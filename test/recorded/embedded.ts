/** The embedded cluster on virtual time: minutes take milliseconds, and nothing moves between two instants. */
import { startControllers } from '../../sandbox/controllers/index.ts'
import { type Lockstep, startLockstep } from '../../sandbox/podlife/lockstep.ts'
import { Stage } from '../scenarios/harness/stage.ts'
import type { Host } from './host.ts'

export async function embeddedHost(): Promise<Host> {
  let lockstep: Lockstep | undefined
  const stage = await Stage.open((cluster, clock) => {
    lockstep = startLockstep(cluster.apiAs('kubelet'), clock, { jobAnnotation: 'golden/job' })
    return [startControllers(cluster.apiAs('kube-controller-manager'), clock), lockstep]
  })
  await stage.stopController()
  const { clock } = stage
  return {
    api: stage.api,
    lockstep: lockstep!,
    now: () => clock.now(),
    startController: () => stage.startController(),
    settle: () => stage.settle(),
    passTo: at => clock.advanceTo(Math.min(at, clock.next() ?? at), () => stage.settle()),
    close: () => stage.close(),
  }
}
