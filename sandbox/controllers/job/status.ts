/** Counts and conditions of a Job. */

import { semanticallyEqual } from '../../../core/kube/equality.ts'
import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { isDeleting } from '../owner.ts'
import { type Condition, isFinished, isReady } from '../pod.ts'
import type { Tally } from './tally.ts'
import type { Verdict } from './verdict.ts'

/** Answers whether the Job is over now. */
export async function writeStatus(
  view: View,
  job: KubeObject,
  tally: Tally,
  pods: readonly KubeObject[],
  verdict?: Verdict,
): Promise<boolean> {
  const now = view.clock.now()
  const { active, succeeded, failed } = tally
  const isEnded = verdict !== undefined && active.length === 0 && !pods.some(isDeleting)
  const suspended = job.spec.suspend ? null : formatTime(now)
  const conditions = conditionsOf(job, verdict, isEnded, now)
  const status = {
    startTime: job.status?.startTime ?? suspended,
    active: active.length,
    ready: active.filter(isReady).length,
    terminating: pods.filter(pod => isDeleting(pod) && !isFinished(pod)).length,
    succeeded,
    failed,
    conditions,
    ...(isEnded && verdict.type === 'Complete' ? { completionTime: formatTime(now) } : {}),
  }
  const { uncountedTerminatedPods, ...stored } = job.status ?? {}
  const none = { active: 0, ready: 0, terminating: 0, succeeded: 0, failed: 0 }
  if (!semanticallyEqual({ ...none, ...stored }, status)) await view.patch(kinds.jobs, job, { status }, 'status')
  return isEnded
}

/** The interim condition comes as soon as the verdict is known, the final one when all pods are gone. */
function conditionsOf(job: KubeObject, verdict: Verdict | undefined, isEnded: boolean, now: number): Condition[] {
  const stored: Condition[] = job.status?.conditions ?? []
  const wanted = [...suspension(job, stored), ...(verdict ? endings(verdict, isEnded) : [])]
  const stamp = formatTime(now)
  const known = (next: Condition) => stored.find(({ type, status }) => type === next.type && status === next.status)
  const written = wanted.map(next => known(next) ?? { ...next, lastProbeTime: stamp, lastTransitionTime: stamp })
  return [...stored.filter(({ type }) => !wanted.some(next => next.type === type)), ...written]
}

function endings({ type, reason, message }: Verdict, isEnded: boolean): Condition[] {
  const interim = {
    type: type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget',
    status: 'True',
    reason,
    message,
  }
  return isEnded ? [interim, { type, status: 'True', reason, message }] : [interim]
}

function suspension(job: KubeObject, stored: readonly Condition[]): Condition[] {
  if (job.spec.suspend) return [{ type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }]
  if (!stored.some(({ type }) => type === 'Suspended')) return []
  return [{ type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' }]
}
