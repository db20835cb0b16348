import { formatTime, parseTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Cluster } from '../cluster.ts'
import { storageOf } from '../kinds.ts'
import { type Particular, particularOf } from '../particulars.ts'
import { toServed, toStored } from '../versions.ts'
import type { DeleteOptions } from './delete-options.ts'

export interface Discarded {
  readonly object: KubeObject
  readonly isGone: boolean
}

/** Starts, hastens or finishes the deletion of an object that exists. */
export function discard(cluster: Cluster, kind: Kind, object: KubeObject, options: DeleteOptions): Discarded {
  const particular = particularOf(kind)
  const finalizers = finalizersFor(particular, object, options.policy)
  const grace = particular.graceSeconds?.(object, options.graceSeconds) ?? 0
  const isGone = finalizers.length === 0 && grace === 0 && !particular.isHeld?.(object)
  const marked = mark(cluster.clock.now(), particular, object, finalizers, grace)
  if (options.dryRun) return { object: marked, isGone }
  if (isGone) {
    cluster.store.remove(storageOf(kind), `${object.metadata.namespace ?? ''}/${object.metadata.name}`)
    return { object: marked, isGone }
  }
  if (marked === object) return { object, isGone }
  return { object: toServed(kind, cluster.store.put(storageOf(kind), toStored(kind, marked))), isGone }
}

/** The object with its deletion under way; the same object when nothing changes by that. */
function mark(
  now: number,
  particular: Particular,
  object: KubeObject,
  finalizers: readonly string[],
  grace: number,
): KubeObject {
  const { metadata } = object
  const before = Number(metadata.deletionGracePeriodSeconds ?? 0)
  const isNoSooner = metadata.deletionTimestamp !== undefined && grace >= before
  if (isNoSooner && String(finalizers) === String(metadata.finalizers ?? [])) return object
  // A shorter grace counts from when the deletion was first asked for.
  const asked = metadata.deletionTimestamp ? (parseTime(metadata.deletionTimestamp) ?? 0) - 1000 * before : now
  const { finalizers: _, ...rest } = metadata
  const deletionTimestamp = formatTime(asked + 1000 * grace)
  const kept = { ...rest, ...(finalizers.length > 0 && { finalizers }) }
  if (isNoSooner) return { ...object, metadata: kept }
  const status = particular.terminating?.(object, now)
  if (status) return { ...object, metadata: { ...kept, deletionTimestamp }, status }
  const generation = metadata.generation && !metadata.deletionTimestamp && { generation: metadata.generation + 1 }
  return { ...object, metadata: { ...kept, ...generation, deletionTimestamp, deletionGracePeriodSeconds: grace } }
}

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

/** The propagation policy as the garbage collector will read it: from the finalizers. */
function finalizersFor({ propagation, finalizer }: Particular, object: KubeObject, policy: string): string[] {
  const finalizers: string[] = object.metadata.finalizers ?? []
  if (finalizer) return finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer]
  if (!policy && (finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND))) return finalizers
  const others = finalizers.filter(one => one !== ORPHAN && one !== FOREGROUND)
  const effective = policy || propagation?.policy
  if (effective === 'Orphan') return [...others, ORPHAN]
  return effective === 'Foreground' ? [...others, FOREGROUND] : others
}
