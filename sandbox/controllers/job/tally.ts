/** What has become of a Job's pods. */
import { parseTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { isDeleting } from '../owner.ts'
import { isActive } from '../pod.ts'

export interface Tally {
  readonly active: readonly KubeObject[]
  readonly succeeded: number
  readonly failed: number
  readonly lastFailure?: number
}

/**
 * A pod that is on its way out without having succeeded has failed (podReplacementPolicy TerminatingOrFailed). The counts never
 * fall: what was counted and is gone stays counted, but, without upstream's finalizer on each pod, makes no room for the next.
 */
export function tallyOf({ status }: KubeObject, pods: readonly KubeObject[]): Tally {
  const failed = pods.filter(
    pod => pod.status?.phase === 'Failed' || (isDeleting(pod) && pod.status?.phase !== 'Succeeded'),
  )
  const failures = failed.map(endOf).filter(at => at !== undefined)
  return {
    active: pods.filter(isActive),
    succeeded: Math.max(status?.succeeded ?? 0, pods.filter(pod => pod.status?.phase === 'Succeeded').length),
    failed: Math.max(status?.failed ?? 0, failed.length),
    ...(failures.length > 0 ? { lastFailure: Math.max(...failures) } : {}),
  }
}

function endOf(pod: KubeObject): number | undefined {
  const ends = (pod.status?.containerStatuses ?? []).map(
    (c: KubeObject) => parseTime(c.state?.terminated?.finishedAt) ?? 0,
  )
  const last = Math.max(0, ...ends)
  return last > 0 ? last : parseTime(pod.metadata.deletionTimestamp)
}
