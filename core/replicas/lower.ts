/**
 * The capacity law (design rule 2). Every ReplicaSet that shrinks asks here first, on every path: steps, promotion, abort, rollback, resize.
 *
 * - Canary: what is available in all versions together never falls below N - maxUnavailable by our doing (users 4-E1, 4-E4).
 * - Blue-green: the version behind the active Service keeps N; the others carry no traffic (users 4-E4, contract trap 60).
 * - A version that a Service of the strategy selects is not emptied: the Service moves first, and is seen to have moved (users 4-D1, corrections 15).
 *   An aborted canary goes in the pass that moves the Service: its request is sent before, and people read of the abort last, as upstream tells it.
 */
import type { Draft } from '../draft.ts'
import { HASH } from '../keys.ts'
import { isAborted, type Situation } from '../situation.ts'
import { isUnderWay } from '../workload/handover.ts'
import type { ReplicaSetView } from '../world.ts'
import { fencepostsOf } from './fenceposts.ts'

/** The smallest size between `to` and the present one that the law allows now. */
export function lowestAllowed(s: Situation, draft: Draft, rs: ReplicaSetView, to: number): number {
  if (s.replicas === 0) return to
  const size = sizeOf(draft, rs)
  const held = isSelected(s, draft, rs) && rs.status.availableReplicas > 0
  // Until the active Service is pointed at one version, all of them carry its traffic beside the Deployment.
  if (s.blueGreen && !isUnderWay(s.handOver)) return held ? Math.min(size, Math.max(to, s.replicas)) : to
  const least = s.replicas - (s.blueGreen ? 0 : fencepostsOf(s.rollout, s.replicas).unavailable)
  // Where every pod may be missing (N 1 without surge), holding the last one would hold the update for ever.
  if (held && to === 0 && least > 0) return size
  return Math.min(size, Math.max(to, lowestByAvailability(s, draft, rs, to, least)))
}

function lowestByAvailability(s: Situation, draft: Draft, rs: ReplicaSetView, to: number, least: number): number {
  const availableNow = Math.min(rs.status.availableReplicas, sizeOf(draft, rs))
  const loss = availableNow - Math.min(availableNow, to)
  if (loss === 0) return to
  const ours = s.all.reduce((sum, each) => sum + Math.min(each.status.availableReplicas, sizeOf(draft, each)), 0)
  // Pods of a Deployment that is being taken over carry traffic like ours.
  const total = ours + (isUnderWay(s.handOver) ? s.handOver.available : 0)
  return availableNow - Math.min(loss, Math.max(0, total - least))
}

/** The size that this pass has given it so far. */
export function sizeOf(draft: Draft, rs: ReplicaSetView): number {
  return draft.sizes[rs.name] ?? rs.replicas
}

/**
 * A Service that carries traffic has this version in its live selector, or is pointed at it by this pass. The preview does not count: it follows the new
 * version, pods or not.
 */
function isSelected(s: Situation, draft: Draft, rs: ReplicaSetView): boolean {
  const names = s.canary ? [s.canary.stableService, s.canary.canaryService] : [s.blueGreen?.activeService]
  const hash = rs.labels[HASH]
  return names.some(name => {
    if (name === undefined) return false
    const next = nextSelector(draft, name)
    return next === hash || (s.world.services[name]?.selector[HASH] === hash && !(s.canary && isAborted(s) && next))
  })
}

/** The version that this pass points the Service at, if it does. */
function nextSelector(draft: Draft, name: string): string | undefined {
  const write = draft.writes.find(({ key }) => key === `Service/${name}`)
  if (write?.intent.do !== 'patch') return undefined
  const { selector } = (write.intent.body.spec ?? {}) as { readonly selector?: { readonly [HASH]?: string } }
  return selector?.[HASH]
}
