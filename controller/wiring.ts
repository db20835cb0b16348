/** Who has to look again when an object changes. Nothing here knows what the change means (design rule 4). */
import type { Rollout } from '../core/api/types.ts'
import { servicesOf } from '../core/services/cleanup.ts'
import type { ReplicaSetView } from '../core/world.ts'
import { type Caches, keyOf, namespaceOf, workloadKeys } from './cache/caches.ts'
import { matches } from './gather/selector.ts'
import { isCandidate } from './services/clean.ts'

export interface Wires {
  readonly caches: Caches
  /** False until everything was read for the first time: then all are looked at anyway. */
  readonly isOn: () => boolean
  readonly rollout: (key: string) => void
  readonly service: (key: string) => void
  /** The key of the `workload` index: somebody began or ceased to refer to it, or said something new about it. */
  readonly workload: (key: string) => void
  readonly deleted: (key: string, rollout: Rollout) => void
}

export function wire(wires: Wires): void {
  const { caches, isOn } = wires
  caches.rollouts.onChange((key, before, after) => {
    if (!isOn()) return
    // A reading of everything shows another Rollout of the same name without ever saying that the first one went.
    if (before && before.metadata.uid !== after?.metadata.uid) wires.deleted(key, before)
    if (after) wires.rollout(key)
    for (const workload of new Set([before, after].flatMap(rollout => (rollout ? workloadKeys(rollout) : []))))
      wires.workload(workload)
    // Those that carry the most are given back last, as upstream's controller was seen to do it.
    for (const name of before ? servicesOf(before).toReversed() : []) {
      if (isCandidate(`${namespaceOf(key)}/${name}`, caches)) wires.service(`${namespaceOf(key)}/${name}`)
    }
  })
  caches.replicaSets.onChange((key, before, after) => {
    if (isOn()) for (const rollout of ownersOf(key, caches, before, after)) wires.rollout(rollout)
  })
  caches.services.onChange(key => {
    if (!isOn()) return
    for (const rollout of caches.rollouts.by('service', key)) wires.rollout(keyOf(rollout))
    if (isCandidate(key, caches)) wires.service(key)
  })
}

/** Rollouts that owned the ReplicaSet, own it, or may adopt it. */
function ownersOf(
  key: string,
  caches: Caches,
  ...states: readonly (ReplicaSetView | undefined)[]
): ReadonlySet<string> {
  const found = new Set<string>()
  for (const state of states) {
    if (!state) continue
    const owners =
      state.ownerUid === undefined ? adopters(key, state, caches) : caches.rollouts.by('uid', state.ownerUid)
    for (const owner of owners) found.add(keyOf(owner))
  }
  return found
}

/** Orphans are rare, so looking through all Rollouts costs less than an index that every Rollout pays for. */
function adopters(key: string, set: ReplicaSetView, { rollouts }: Caches): readonly Rollout[] {
  return [...rollouts.entries()]
    .filter(
      ([other, { spec }]) =>
        namespaceOf(other) === namespaceOf(key) && spec.selector && matches(spec.selector, set.labels),
    )
    .map(([, rollout]) => rollout)
}
