/** The Progressing condition, and when it is due to say that time is up. Reasons and texts are Kubernetes'. */
import { formatTime, parseTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { type Condition, conditionOf } from '../pod.ts'
import { replicasOf } from './budget.ts'

export interface Counts {
  readonly observedGeneration: number
  readonly replicas: number
  readonly updatedReplicas: number
  readonly readyReplicas: number
  readonly availableReplicas: number
  readonly unavailableReplicas: number
}

const NO_DEADLINE = 2 ** 31 - 1

export const hasDeadline = ({ spec }: KubeObject): boolean =>
  spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE

/** The condition list with `next` in it; one that says the same keeps its times. */
export function withCondition(conditions: readonly Condition[], next: Condition, now: number): Condition[] {
  const known = conditions.find(({ type }) => type === next.type)
  if (known?.status === next.status && known.reason === next.reason) return [...conditions]
  const stamp = formatTime(now)
  const lastTransitionTime = known?.status === next.status ? known.lastTransitionTime! : stamp
  return [...without(conditions, next.type), { ...next, lastUpdateTime: stamp, lastTransitionTime }]
}

export const without = (conditions: readonly Condition[], type: string): Condition[] =>
  conditions.filter(condition => condition.type !== type)

const progressing = (status: string, reason: string, message: string): Condition => ({
  type: 'Progressing',
  status,
  reason,
  message,
})

/** Says that the ReplicaSet of the template was made or found. */
export async function noteProgress(
  view: View,
  deployment: KubeObject,
  set: KubeObject,
  created: boolean,
): Promise<KubeObject> {
  if (!hasDeadline(deployment) || (!created && conditionOf(deployment, 'Progressing'))) return deployment
  const { name } = set.metadata
  return writeCondition(
    view,
    deployment,
    created
      ? progressing('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`)
      : progressing('True', 'FoundNewReplicaSet', `Found new replica set "${name}"`),
  )
}

/** While a Deployment is paused its clock stands still. */
export async function notePause(view: View, deployment: KubeObject): Promise<KubeObject> {
  const reason = conditionOf(deployment, 'Progressing')?.reason
  if (!hasDeadline(deployment) || reason === 'ProgressDeadlineExceeded') return deployment
  const wasPaused = reason === 'DeploymentPaused'
  if (Boolean(deployment.spec.paused) === wasPaused) return deployment
  return writeCondition(
    view,
    deployment,
    wasPaused
      ? progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed')
      : progressing('Unknown', 'DeploymentPaused', 'Deployment is paused'),
  )
}

function writeCondition(view: View, deployment: KubeObject, condition: Condition): Promise<KubeObject> {
  const conditions = withCondition(deployment.status?.conditions ?? [], condition, view.clock.now())
  return view.patch(kinds.deployments, deployment, { status: { conditions } }, 'status')
}

export function isComplete(deployment: KubeObject, status: Partial<Counts>): boolean {
  const wanted = replicasOf(deployment)
  const counts = [status.updatedReplicas, status.replicas, status.availableReplicas].map(count => count ?? 0)
  return counts.every(count => count === wanted) && (status.observedGeneration ?? 0) >= deployment.metadata.generation
}

function hasMoved(before: Partial<Counts>, after: Counts): boolean {
  const old = (counts: Partial<Counts>) => (counts.replicas ?? 0) - (counts.updatedReplicas ?? 0)
  return (
    after.updatedReplicas > (before.updatedReplicas ?? 0) ||
    after.readyReplicas > (before.readyReplicas ?? 0) ||
    after.availableReplicas > (before.availableReplicas ?? 0) ||
    old(after) < old(before)
  )
}

/** The instant after which a Deployment that has not moved is late; undefined when it cannot be. */
export function deadlineOf(deployment: KubeObject, conditions: readonly Condition[]): number | undefined {
  const known = conditions.find(({ type }) => type === 'Progressing')
  if (!hasDeadline(deployment) || !known || known.reason === 'NewReplicaSetAvailable') return undefined
  const since = parseTime(known.lastUpdateTime)
  return since === undefined ? undefined : since + deployment.spec.progressDeadlineSeconds * 1000
}

/** The conditions after a pass of a rollout that left these counts. */
export function progressConditions(
  deployment: KubeObject,
  conditions: readonly Condition[],
  newest: KubeObject | undefined,
  counts: Counts,
  now: number,
): Condition[] {
  if (!hasDeadline(deployment)) return without(conditions, 'Progressing')
  const known = conditions.find(({ type }) => type === 'Progressing')
  if (counts.replicas === counts.updatedReplicas && known?.reason === 'NewReplicaSetAvailable') return [...conditions]
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, counts))
    return withCondition(
      conditions,
      progressing('True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`),
      now,
    )
  if (hasMoved(deployment.status ?? {}, counts)) return moved(conditions, known, `${subject} is progressing.`, now)
  const deadline = deadlineOf(deployment, conditions)
  if (deadline === undefined || now <= deadline) return [...conditions]
  return withCondition(
    conditions,
    progressing('False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`),
    now,
  )
}

/** Each move starts the deadline anew, also when the reason stays the same. */
function moved(
  conditions: readonly Condition[],
  known: Condition | undefined,
  message: string,
  now: number,
): Condition[] {
  const next = withCondition(without(conditions, 'Progressing'), progressing('True', 'ReplicaSetUpdated', message), now)
  if (known?.status !== 'True') return next
  return next.map(c => (c.type === 'Progressing' ? { ...c, lastTransitionTime: known.lastTransitionTime! } : c))
}
