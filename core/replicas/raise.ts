/**
 * The surge law (users 4-E6): pods of all versions together, those included that a smaller size has not removed yet, never exceed N + maxSurge by
 * our doing. A size that does not fit yet is not taken in part: it is asked for again when the counts show that the pods have gone.
 */
import type { Draft } from '../draft.ts'
import type { Situation } from '../situation.ts'
import { leaving, roomBeside } from '../workload/handover.ts'
import type { ReplicaSetView } from '../world.ts'
import { fencepostsOf } from './fenceposts.ts'
import { sizeOf } from './lower.ts'

/** `to`, or the present size while there is no room. Blue-green, and a canary behind a router, run two versions of their own sizes and know no surge. */
export function highestAllowed(s: Situation, draft: Draft, rs: ReplicaSetView, to: number): number {
  const others = s.all.filter(each => each !== rs)
  const pods = others.reduce((sum, each) => sum + Math.max(each.status.replicas, sizeOf(draft, each)), 0)
  const room = roomBeside(s.handOver)
  // Beside a Deployment that shrinks as we grow, every pod that fits is a step forward.
  if (room !== undefined) return Math.max(sizeOf(draft, rs), Math.min(to, room - pods))
  if (!s.canary || s.canary.trafficRouting) return to
  const most = s.replicas + fencepostsOf(s.rollout, s.replicas).surge - leaving(s.handOver)
  return pods + to <= most ? to : sizeOf(draft, rs)
}
