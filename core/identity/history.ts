/** Stage: old ReplicaSets beyond revisionHistoryLimit (contract rollout 11.3). */
import { type Draft, withWrite } from '../draft.ts'
import { targetOf } from '../replicas/scale.ts'
import { compareCreation } from '../revision.ts'
import type { Situation } from '../situation.ts'
import { revisionHistoryLimit } from '../spec.ts'
import { moved, type Stage } from '../stage.ts'
import type { ReplicaSetView } from '../world.ts'

/** Of the surplus oldest those go that have no pods and whose counts are current; one that still has is skipped, not replaced by the next. */
export const limitHistory: Stage<Situation, Draft> = {
  name: 'limitHistory',
  run(s, draft) {
    const kept = s.others.filter(rs => rs.deletionTimestamp === undefined)
    const surplus = Math.max(0, kept.length - revisionHistoryLimit(s.rollout))
    const gone = [...kept].sort(compareCreation).slice(0, surplus).filter(isEmpty)
    const next = gone.reduce((sofar, rs) => remove(s, sofar, rs), draft)
    const facts = { old: kept.length, limit: revisionHistoryLimit(s.rollout) }
    return moved(draft, next, ['Deleted', 'WithinLimit'], facts)
  },
}

function isEmpty(rs: ReplicaSetView): boolean {
  return rs.status.replicas === 0 && rs.replicas === 0 && rs.generation <= rs.status.observedGeneration
}

function remove(s: Situation, draft: Draft, rs: ReplicaSetView): Draft {
  return withWrite(draft, {
    key: `ReplicaSet/${rs.name}/delete`,
    intent: {
      do: 'delete',
      target: targetOf(s, rs),
      preconditions: { uid: rs.uid, resourceVersion: rs.resourceVersion },
      because: `more than ${revisionHistoryLimit(s.rollout)} old revisions`,
    },
  })
}
