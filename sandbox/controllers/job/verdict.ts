/** Whether a Job is done or has failed. Reasons and texts are Kubernetes'. */
import { parseTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { conditionOf } from '../pod.ts'
import type { Tally } from './tally.ts'

export interface Verdict {
  readonly type: 'Complete' | 'Failed'
  readonly reason: string
  readonly message: string
}

export function verdictOf(job: KubeObject, { succeeded, failed, active }: Tally, now: number): Verdict | undefined {
  const { backoffLimit = 6, completions, suspend } = job.spec
  const deadline = deadlineOf(job)
  const passed = passedBefore(job)
  if (passed) return passed
  if (failed > backoffLimit || restartsIn(job, active) > backoffLimit)
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }
  if (deadline !== undefined && now >= deadline && !suspend)
    return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
  // Without completions any success means that the work is done, once no pod is left at it.
  const isComplete = completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= completions
  const message = 'Reached expected number of succeeded pods'
  return isComplete ? { type: 'Complete', reason: 'CompletionsReached', message } : undefined
}

/** With restartPolicy OnFailure the restarts inside running pods count against the limit. */
function restartsIn(job: KubeObject, active: readonly KubeObject[]): number {
  if (job.spec.template.spec.restartPolicy !== 'OnFailure') return 0
  const counts = active.flatMap(pod => pod.status?.containerStatuses ?? []).map((c: KubeObject) => c.restartCount ?? 0)
  const restarts = counts.reduce((a: number, b: number) => a + b, 0)
  // Reaching the limit is enough here (upstream pastBackoffLimitOnFailure): a limit of 0 allows no restart.
  return restarts > 0 && restarts >= (job.spec.backoffLimit ?? 6) ? Number.POSITIVE_INFINITY : 0
}

export function deadlineOf({ spec, status }: KubeObject): number | undefined {
  const started = parseTime(status?.startTime)
  return started === undefined || spec.activeDeadlineSeconds === undefined
    ? undefined
    : started + spec.activeDeadlineSeconds * 1000
}

/** A verdict stands, whatever becomes of the pods that are stopped because of it. */
function passedBefore(job: KubeObject): Verdict | undefined {
  const interim = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const
  for (const type of ['Complete', 'Failed'] as const) {
    const known = conditionOf(job, interim[type])
    if (known?.status === 'True') return { type, reason: known.reason ?? '', message: known.message ?? '' }
  }
  return undefined
}
