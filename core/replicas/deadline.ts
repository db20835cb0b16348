/** The annotation scale-down-deadline: until when a version without traffic is kept (contract rollout 7.5.2, 7.10). */
import { type Draft, withPatch } from '../draft.ts'
import { SCALE_DOWN_DEADLINE } from '../keys.ts'
import { formatTime, type Instant, parseTime } from '../kube/time.ts'
import type { Situation } from '../situation.ts'
import type { ReplicaSetView } from '../world.ts'
import { targetOf } from './scale.ts'

export type Deadline =
  | { readonly state: 'absent' }
  | { readonly state: 'ahead'; readonly at: Instant }
  /** Reached, or unreadable: both mean "now" (contract trap 39). */
  | { readonly state: 'over' }

/** An annotation that is there but empty was never meant as a deadline (users 4-E5). */
export function deadlineOf(rs: ReplicaSetView, now: Instant): Deadline {
  const text = rs.annotations[SCALE_DOWN_DEADLINE]
  if (!text) return { state: 'absent' }
  const at = parseTime(text)
  return at !== undefined && at > now ? { state: 'ahead', at } : { state: 'over' }
}

export function withDeadline(s: Situation, draft: Draft, rs: ReplicaSetView, seconds: number, now: Instant): Draft {
  const deadline = formatTime(now + seconds * 1000)
  return annotate(s, draft, rs, deadline, `kept for ${seconds} s before it is scaled down`)
}

export function withoutDeadline(s: Situation, draft: Draft, rs: ReplicaSetView): Draft {
  if (rs.annotations[SCALE_DOWN_DEADLINE] === undefined) return draft
  return annotate(s, draft, rs, null, 'in use again: no deadline for its scale-down')
}

function annotate(s: Situation, draft: Draft, rs: ReplicaSetView, value: string | null, because: string): Draft {
  const body = { metadata: { annotations: { [SCALE_DOWN_DEADLINE]: value } } }
  return withPatch(draft, { target: targetOf(s, rs), body, preconditions: { uid: rs.uid }, because })
}
