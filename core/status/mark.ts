/**
 * The high-water mark of an attempt (users 4-C2): pods that are lost and found again are no progress. While counts only grow, the status is the
 * mark. When they fall while the deadline counts, although no pod was added or removed, what they were is kept on the new ReplicaSet, with the start
 * of the attempt: one that comes back to this ReplicaSet later begins without a mark.
 */
import { activeService } from '../bluegreen/readiness.ts'
import { type Draft, withPatch } from '../draft.ts'
import { HASH, PROGRESS_MARK } from '../keys.ts'
import { targetOf } from '../replicas/scale.ts'
import { isPromoted, type Situation } from '../situation.ts'
import { type Stage, said } from '../stage.ts'
import { type Counts, countsOf } from './counts.ts'
import { isCounting } from './deadline.ts'

/** The most that was ready and available while there were as many pods as now; what the status says is part of it. */
export function markOf(s: Situation): Pick<Counts, 'readyReplicas' | 'availableReplicas'> {
  const { readyReplicas = 0, availableReplicas = 0 } = s.stored
  const kept = keptMark(s)
  if (kept?.since !== attempt(s) || !isOfSameSize(kept, countsOf(s))) return { readyReplicas, availableReplicas }
  return {
    readyReplicas: Math.max(readyReplicas, kept.readyReplicas),
    availableReplicas: Math.max(availableReplicas, kept.availableReplicas),
  }
}

export const rememberProgress: Stage<Situation, Draft> = {
  name: 'rememberProgress',
  run(s, draft) {
    const { replicas, updatedReplicas, readyReplicas, availableReplicas } = countsOf(s)
    const mark = markOf(s)
    const isLost = readyReplicas < mark.readyReplicas || availableReplicas < mark.availableReplicas
    const text = JSON.stringify({ since: attempt(s), replicas, updatedReplicas, ...mark } satisfies Mark)
    const isNews = isLost && s.newRS.annotations[PROGRESS_MARK] !== text
    const isMeasured = !s.changed && !isPromoted(s.status) && isCounting(s) && countsTheSame(s)
    if (!isNews || !isMeasured || !isOfSameSize(s.stored, { replicas, updatedReplicas }))
      return { trace: said('satisfied', 'NothingLost', { ...mark }) }
    const body = { metadata: { annotations: { [PROGRESS_MARK]: text } } }
    const because = 'pods that get ready again are no progress'
    return {
      draft: withPatch(draft, { target: targetOf(s, s.newRS), body, preconditions: { uid: s.newRS.uid }, because }),
      trace: said('acted', 'PodsLost', { ...mark }),
    }
  },
}

/** Blue-green counts what its active Service selects: with another version there, or none, fewer pods are no pods lost. */
function countsTheSame(s: Situation): boolean {
  return s.stored.blueGreen?.activeSelector === activeService(s)?.selector[HASH]
}

interface Mark extends Omit<Counts, 'HPAReplicas'> {
  readonly since: string
}

/** When the attempt on record began; empty where nobody has measured it (upstream before 1.9). */
function attempt({ stored }: Situation): string {
  return stored.duration?.rolloutStartedAt ?? ''
}

type Size = Partial<Pick<Counts, 'replicas' | 'updatedReplicas'>>

function isOfSameSize(a: Size, b: Size): boolean {
  const { replicas = 0, updatedReplicas = 0 } = a
  return replicas === (b.replicas ?? 0) && updatedReplicas === (b.updatedReplicas ?? 0)
}

/** What nobody can read is no mark. */
function keptMark({ newRS }: Situation): Mark | undefined {
  try {
    return JSON.parse(newRS.annotations[PROGRESS_MARK] ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
