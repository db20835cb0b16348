import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { failure, success } from '../errors.ts'
import { storageOf } from '../kinds.ts'
import { addressed } from '../metadata.ts'
import { isDryRun } from '../options.ts'
import type { Target } from '../target.ts'
import { decodeBody } from '../write/decode.ts'
import type { DeleteOptions } from '../write/delete-options.ts'
import { discard } from '../write/discard.ts'
import { checkPreconditions } from '../write/remove.ts'
import { live } from '../write/update.ts'
import { evictionKind } from './kinds.ts'
import { isSelectedBy } from './selected.ts'

const BUDGETS = 'policy/poddisruptionbudgets'

/** POST of an Eviction: deletes the pod, unless a PodDisruptionBudget is against it (429). */
export function evict(cluster: Cluster, target: Target, call: Call): KubeObject {
  const pod = live(cluster, target)
  const { deleteOptions = {} } = addressed(decodeBody(call, evictionKind).json, target, evictionKind)
  const how: DeleteOptions = {
    dryRun: isDryRun(deleteOptions.dryRun ?? call.query.getAll('dryRun'), 'DeleteOptions'),
    policy: deleteOptions.propagationPolicy ?? '',
    graceSeconds: deleteOptions.gracePeriodSeconds,
    ...deleteOptions.preconditions,
  }
  checkPreconditions(target.kind, pod, how)
  if (!isFree(pod)) spend(cluster, pod, how.dryRun)
  const marked = how.dryRun ? pod : cluster.store.put(storageOf(target.kind), withDisruption(cluster, pod))
  discard(cluster, target.kind, marked, how)
  return { ...success(), code: 201 }
}

/** The pod with the condition that tells its owner why it goes. */
function withDisruption(cluster: Cluster, pod: KubeObject): KubeObject {
  const others = (pod.status?.conditions ?? []).filter(
    (condition: { type: string }) => condition.type !== 'DisruptionTarget',
  )
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(cluster.clock.now()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  }
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } }
}

/** A pod that serves nobody may go whatever the budget says. */
function isFree({ metadata, status }: KubeObject): boolean {
  return Boolean(metadata.deletionTimestamp) || ['Pending', 'Succeeded', 'Failed'].includes(status?.phase)
}

/** A pod that is not ready does not count for its budget; it may go while the others are enough, or always when the budget says so. */
function isUselessToKeep(pod: KubeObject, { spec, status = {} }: KubeObject): boolean {
  const conditions: { type: string; status: string }[] = pod.status?.conditions ?? []
  if (conditions.some(condition => condition.type === 'Ready' && condition.status === 'True')) return false
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  return (status.currentHealthy ?? 0) >= (status.desiredHealthy ?? 0) && (status.desiredHealthy ?? 0) > 0
}

/** Takes one disruption from the budget that covers the pod, so that a second eviction sees it before the controller has counted again. */
function spend(cluster: Cluster, pod: KubeObject, dryRun: boolean): void {
  const { namespace, name } = pod.metadata
  const budgets = cluster.store.list(BUDGETS, namespace).filter(budget => isSelectedBy(budget.spec?.selector, pod))
  if (budgets.length > 1) {
    throw failure(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    )
  }
  const [budget] = budgets
  if (!budget || isUselessToKeep(pod, budget)) return
  const { status = {} } = budget
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) throw unprocessed(budget)
  if ((status.disruptionsAllowed ?? 0) <= 0) throw refused(budget)
  if (dryRun) return
  const disruptedPods = { ...status.disruptedPods, [name]: formatTime(cluster.clock.now()) }
  cluster.store.put(BUDGETS, {
    ...budget,
    status: { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods },
  })
}

function unprocessed(budget: KubeObject): Error {
  return failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget.metadata.name} is still being processed by the server.`,
      },
    ],
    retryAfterSeconds: 10,
  })
}

function refused({ metadata, status = {} }: KubeObject): Error {
  const message = `The disruption budget ${metadata.name} needs ${status.desiredHealthy ?? 0} healthy pods and has ${status.currentHealthy ?? 0} currently`
  return failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
  })
}
