/** The condition WorkloadDrained: how far a Deployment's pods have been taken over, and what holds it. A double fleet is never all green (users 4-G1, AR#4935). */

import { existing } from '../replicas/counts.ts'
import type { Situation } from '../situation.ts'
import type { Conditions, Saying } from '../status/conditions.ts'
import { refreshCondition, removeCondition, setCondition } from '../status/conditions.ts'
import { type HandOver, isHandedBack } from './handover.ts'

/** A hold that changes its object has the same reason and another message: it is said anew. */
export function withDrained(s: Situation, conditions: Conditions, now: string): Conditions {
  const before = conditions.find(({ type }) => type === 'WorkloadDrained')
  if (!s.handOver) return before ? removeCondition(conditions, 'WorkloadDrained') : conditions
  const saying = sayingOf(s, s.handOver)
  const isNews = before?.reason === saying.reason && before.message !== saying.message
  return isNews ? refreshCondition(conditions, saying, now) : setCondition(conditions, saying, now)
}

function sayingOf(s: Situation, handOver: HandOver): Saying {
  const { reason, message } = stateOf(s, handOver)
  return { type: 'WorkloadDrained', status: reason === 'Drained' ? 'True' : 'False', reason, message }
}

function stateOf(s: Situation, handOver: HandOver): { readonly reason: string; readonly message: string } {
  const { direction, pods, wasDrained, hold } = handOver
  const name = `deployment "${s.rollout.spec.workloadRef?.name}"`
  if (direction === 'back') {
    const isDone = isHandedBack(handOver) && existing(s.all) === 0
    return isDone
      ? { reason: 'HandedBack', message: `${name} has its pods back` }
      : { reason: 'HandingBack', message: `${name} gets its pods back` }
  }
  if (pods === 0) return { reason: 'Drained', message: `${name} has no pods of its own` }
  // That it was drained once is remembered by this reason, whatever holds it now.
  if (wasDrained)
    return {
      reason: 'DoubleFleet',
      message: hold?.message ?? `${name} was scaled up again; its pods go as soon as the rollout is available`,
    }
  return hold ?? { reason: 'HandingOver', message: `pods of ${name} go as those of the rollout become available` }
}
