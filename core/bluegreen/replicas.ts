/** Stages that size a blue-green Rollout: stable and new, then what waits for its scale-down (contract rollout 8.2, 8.4). */
import { type Draft, withCreationsLast } from '../draft.ts'
import { HASH } from '../keys.ts'
import type { Instant } from '../kube/time.ts'
import { deadlineOf, withDeadline, withoutDeadline } from '../replicas/deadline.ts'
import { isResized, withSize } from '../replicas/scale.ts'
import { newestFirst } from '../revision.ts'
import { hasPause, hasTwoVersions, isAborted, type Situation } from '../situation.ts'
import { abortScaleDownDelaySeconds, scaleDownDelayRevisionLimit, scaleDownDelaySeconds } from '../spec.ts'
import { earliest, moved, type Stage, said } from '../stage.ts'
import type { ReplicaSetView } from '../world.ts'
import { activeRS, isKeptOlder, newSize } from './readiness.ts'
import { isSwitching } from './services.ts'

/** The pods that another N leaves over go before those of a new version come. */
export const makeRoomFirst: Stage<Situation, Draft> = {
  name: 'makeRoomFirst',
  run: (_, draft) => ({ draft: withCreationsLast(draft), trace: said('satisfied', 'RoomFirst') }),
}

interface Sized {
  readonly draft: Draft
  readonly wakeAt?: Instant | undefined
}

/** Stable has N at any time; the new version its size, or after an abort what is left of its delay. Not stopped by spec.paused. */
export const sizeVersions: Stage<Situation, Draft> = {
  name: 'sizeVersions',
  run(s, draft, now) {
    let next = draft
    if (hasTwoVersions(s)) {
      next = withoutDeadline(s, next, s.stableRS)
      next = withSize(s, next, s.stableRS, s.replicas, 'stable')
    }
    const sized = sizeNew(s, next, now)
    const facts = { new: newSize(s), stable: s.replicas }
    return { ...sized, ...moved(draft, sized.draft, ['Scaled', 'AtSize'], facts) }
  },
}

function sizeNew(s: Situation, draft: Draft, now: Instant): Sized {
  const delay = abortScaleDownDelaySeconds(s.rollout)
  if (isAborted(s) && hasTwoVersions(s) && delay !== undefined) return sizeAborted(s, draft, s.stableRS, delay, now)
  // The deadline makes the way back fast. A version that is not whole at once loses it, and is tried out like any other (as upstream).
  const isFast = isKeptOlder(s, now) && (isSwitching(s, now) || activeRS(s) === s.newRS)
  const kept = isFast ? draft : withoutDeadline(s, draft, s.newRS)
  return { draft: withSize(s, kept, s.newRS, newSize(s), 'new version') }
}

/** Kept as it is until stable has N available pods and the delay after that is over, then emptied (contract rollout 7.10, 8.4). */
function sizeAborted(s: Situation, draft: Draft, stable: ReplicaSetView, delay: number, now: Instant): Sized {
  const deadline = deadlineOf(s.newRS, now)
  if (deadline.state === 'over') return { draft: withSize(s, draft, s.newRS, 0, 'aborted, and the delay is over') }
  const kept = withSize(s, draft, s.newRS, s.newRS.replicas, 'aborted')
  if (deadline.state === 'ahead') return { draft: kept, wakeAt: deadline.at }
  if (stable.status.availableReplicas < s.replicas) return { draft: kept }
  return { draft: withDeadline(s, kept, s.newRS, delay, now), wakeAt: now + delay * 1000 }
}

/** Newest revision first; a revision that a Service or the status refers to stays. */
export const drainOlder: Stage<Situation, Draft> = {
  name: 'drainOlder',
  run(s, draft, now) {
    if (hasPause(s.status, 'InconclusiveAnalysisRun')) return { trace: said('waiting', 'Inconclusive') }
    const waiting = newestFirst(s.others).filter(rs => rs.replicas > 0 && !isReferenced(s, rs))
    let sized: Sized = { draft }
    waiting.forEach((rs, position) => {
      const next = drain(s, sized.draft, rs, position, now)
      sized = { draft: next.draft, wakeAt: earliest(sized.wakeAt, next.wakeAt) }
    })
    const facts = { older: waiting.length }
    if (sized.draft === draft && waiting.length > 0)
      return { ...sized, trace: said('waiting', 'WaitsForDeadline', facts) }
    return { ...sized, ...moved(draft, sized.draft, ['Draining', 'NothingToDrain'], facts) }
  },
}

/** Without a deadline it gets one, unless more wait than the limit allows; with one it keeps N until it is over (contract rollout 7.5.2). */
function drain(s: Situation, draft: Draft, rs: ReplicaSetView, position: number, now: Instant): Sized {
  const delay = scaleDownDelaySeconds(s.rollout)
  const deadline = deadlineOf(rs, now)
  if (position >= scaleDownDelayRevisionLimit(s.rollout))
    return { draft: withSize(s, draft, rs, 0, 'more old versions than may wait') }
  if (deadline.state === 'ahead') {
    // Of one that has the size of N already nothing is written, not even for which N.
    const kept = rs.replicas === s.replicas ? draft : withSize(s, draft, rs, s.replicas, 'kept until its deadline')
    return { draft: kept, wakeAt: deadline.at }
  }
  if (deadline.state === 'over') return { draft: withSize(s, draft, rs, 0, 'its deadline is over') }
  if (delay === 0) return { draft: withSize(s, draft, rs, 0, 'no delay is asked for') }
  return { draft: withDeadline(s, draft, rs, delay, now), wakeAt: now + delay * 1000 }
}

function isReferenced(s: Situation, rs: ReplicaSetView): boolean {
  const { activeService, previewService } = s.blueGreen ?? {}
  const live = [activeService, previewService].map(name => (name ? s.world.services[name]?.selector[HASH] : undefined))
  const { stableRS, currentPodHash, blueGreen } = s.stored
  // What another N finds at work is at work until the new version has been told of.
  const replaced = isResized(s) ? currentPodHash : undefined
  return [stableRS, s.podHash, replaced, blueGreen?.activeSelector, ...live].includes(rs.labels[HASH])
}
