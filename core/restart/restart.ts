/** Stage: pods older than spec.restartAt are evicted, as many at a time as may be missing (contract rollout 9.4). */
import { type Draft, withWrite } from '../draft.ts'
import type { Doomed } from '../intent.ts'
import { type Instant, parseTime } from '../kube/time.ts'
import { wanted } from '../replicas/counts.ts'
import { fencepostsOf } from '../replicas/fenceposts.ts'
import type { Situation } from '../situation.ts'
import { type Stage, type Step, said } from '../stage.ts'
import type { PodView, World } from '../world.ts'

/** How long to wait before looking at pods that could not be evicted yet. */
const RETRY_MS = 30_000

/** When a restart was asked for that has not been carried out; undefined when there is none. Equal timestamps are the same restart, however written. */
export function restartDue({ rollout }: Pick<World, 'rollout'>): Instant | undefined {
  const at = parseTime(rollout.spec.restartAt)
  return at !== undefined && at !== parseTime(rollout.status?.restartedAt) ? at : undefined
}

export const restartPods: Stage<Situation, Draft> = {
  name: 'restartPods',
  run(s, draft, now): Step<Draft> {
    const at = restartDue(s)
    if (at === undefined) return { trace: said('skipped', 'NoRestart') }
    if (now <= at) return { wakeAt: at + 1, trace: said('waiting', 'RestartIsAhead') }
    if (!s.world.pods) return { trace: said('waiting', 'PodsNeeded') }
    const old = podsOf(s).filter(pod => (parseTime(pod.creationTimestamp) ?? at) < at)
    if (old.length === 0) {
      return {
        draft: { ...draft, restarted: true },
        trace: said('acted', 'AllPodsAreYounger'),
      }
    }
    const staying = old.filter(pod => pod.deletionTimestamp === undefined)
    const count = Math.min(staying.length, allowed(s, now))
    return {
      draft: count > 0 ? { ...evict(s, draft, staying, count), ...endOf(s, count === old.length) } : draft,
      wakeAt: now + RETRY_MS,
      // Counts do not know yet which pods go: nothing is scaled on them.
      halt: s.canary !== undefined && count > 0,
      trace: said(count > 0 ? 'acted' : 'waiting', count > 0 ? 'Evicted' : 'NoneMayGo', {
        old: old.length,
        evicted: count,
      }),
    }
  },
}

/** As upstream: a blue-green Rollout does not wait for the last of them to have gone. */
function endOf({ blueGreen }: Situation, isLast: boolean): Partial<Draft> {
  return blueGreen && isLast ? { restarted: 'unlessKept' } : {}
}

function podsOf(s: Situation): readonly PodView[] {
  const owners = new Set(s.all.map(rs => rs.uid))
  return (s.world.pods ?? []).filter(pod => pod.ownerUid !== undefined && owners.has(pod.ownerUid))
}

/** Available pods beyond what has to stay; at least one may always go at a time (contract trap 43). */
function allowed(s: Situation, now: Instant): number {
  const available = podsOf(s).filter(pod => isAvailable(s, pod, now)).length
  const atOnce = Math.max(1, fencepostsOf(s.rollout, s.replicas).unavailable)
  return Math.max(0, available - (Math.max(s.replicas, wanted(s.all)) - atOnce))
}

function isAvailable(s: Situation, pod: PodView, now: Instant): boolean {
  if (!pod.ready || pod.deletionTimestamp !== undefined) return false
  const minReady = s.rollout.spec.minReadySeconds ?? 0
  if (minReady === 0) return true
  const since = parseTime(pod.readySince)
  return since !== undefined && since + minReady * 1000 <= now
}

function evict(s: Situation, draft: Draft, pods: readonly PodView[], count: number): Draft {
  const { namespace } = s.rollout.metadata
  const doomed = ({ name, uid }: PodView): Doomed => ({
    target: { apiVersion: 'v1', kind: 'Pod', namespace, name },
    preconditions: { uid },
  })
  const because = `created before ${s.rollout.spec.restartAt}`
  return withWrite(draft, { key: 'Pods/evict', intent: { do: 'evict', pods: pods.map(doomed), count, because } })
}
