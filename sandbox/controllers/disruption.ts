/** PodDisruptionBudget: how many pods may be evicted now. The eviction itself is the API server's: it takes from `disruptionsAllowed`. */
import { semanticallyEqual } from '../../core/kube/equality.ts'
import { formatTime, parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { type Controller, queueOf } from './context.ts'
import { keyOf, kinds } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { controllerOf, isDeleting } from './owner.ts'
import { type Condition, conditionOf, isActive, isFinished, isReady } from './pod.ts'
import { readScale, scaleTargetOf } from './scale.ts'
import { isSelected } from './selector.ts'
import { podsOf, sum } from './share.ts'

/** How long an eviction that was granted is believed in before its pod is seen to go, in milliseconds. */
const BELIEVED = 120_000

export const disruptionController: Controller = context => {
  const { view } = context
  const budgets = view.of(kinds.disruptionBudgets)
  const queue = queueOf('disruption', context, key => sync(view, key))
  budgets.onChange(budget => queue.add(keyOf(budget)))
  view.of(kinds.pods).onChange((pod, before) => {
    for (const budget of budgets.list(pod.metadata.namespace))
      if ([pod, before].some(one => one && isSelected(budget.spec.selector, one.metadata.labels)))
        queue.add(keyOf(budget))
  })
  // The expected number of pods is the size of what controls them.
  view.of(kinds.replicaSets).onChange(set => {
    for (const budget of budgets.list(set.metadata.namespace)) queue.add(keyOf(budget))
  })
  return queue
}

async function sync(view: View, key: string): Promise<number | undefined> {
  const budget = view.of(kinds.disruptionBudgets).get(key)
  if (!budget) return undefined
  const now = view.clock.now()
  const selected = view
    .of(kinds.pods)
    .list(budget.metadata.namespace)
    .filter(pod => isSelected(budget.spec.selector, pod.metadata.labels))
  const pods = selected.filter(pod => !isFinished(pod))
  const disruptedPods = stillDisrupted(budget, pods, now)
  const isHealthy = (pod: KubeObject) => isActive(pod) && isReady(pod) && !disruptedPods[pod.metadata.name]
  const currentHealthy = pods.filter(isHealthy).length
  const { expectedPods, desiredHealthy } = await wanted(view, budget, pods)
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0
  const conditions = [conditionFor(budget, disruptionsAllowed > 0, now)]
  const observedGeneration = budget.metadata.generation
  const status = {
    disruptedPods,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed,
    observedGeneration,
    conditions,
  }
  if (!semanticallyEqual(budget.status, status))
    await view.update(kinds.disruptionBudgets, { ...budget, status }, 'status')
  const times = Object.values(disruptedPods).map(time => (parseTime(time) ?? now) + BELIEVED)
  return times.length > 0 ? Math.min(...times) : undefined
}

function stillDisrupted(budget: KubeObject, pods: readonly KubeObject[], now: number): { [name: string]: string } {
  const names = new Set(pods.filter(pod => !isDeleting(pod)).map(pod => pod.metadata.name))
  const entries = Object.entries((budget.status?.disruptedPods ?? {}) as { [name: string]: string })
  return Object.fromEntries(
    entries.filter(([name, time]) => names.has(name) && (parseTime(time) ?? 0) + BELIEVED > now),
  )
}

/** A number in minAvailable counts the pods there are; all else counts the pods that there should be. */
async function wanted(view: View, { spec }: KubeObject, pods: readonly KubeObject[]) {
  const { minAvailable, maxUnavailable } = spec
  if (typeof minAvailable === 'number') return { expectedPods: pods.length, desiredHealthy: minAvailable }
  const expectedPods = await expected(view, pods)
  if (minAvailable !== undefined) return { expectedPods, desiredHealthy: podsOf(minAvailable, expectedPods, 'up') }
  return { expectedPods, desiredHealthy: Math.max(0, expectedPods - podsOf(maxUnavailable, expectedPods, 'up')) }
}

/** The sizes of the workloads of these pods, each counted once: a Deployment for its ReplicaSets, else what controls the pod. */
async function expected(view: View, pods: readonly KubeObject[]): Promise<number> {
  const sizes = new Map<string, number>()
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (!owner) continue
    const { namespace } = pod.metadata
    const set = owner.kind === 'ReplicaSet' ? view.of(kinds.replicaSets).get(`${namespace}/${owner.name}`) : undefined
    const above = set && controllerOf(set)
    const workload = above?.kind === 'Deployment' ? above : owner
    if (sizes.has(workload.uid)) continue
    const target = await scaleTargetOf(view, namespace, workload)
    sizes.set(workload.uid, target ? ((await readScale(view, target))?.spec?.replicas ?? 0) : 0)
  }
  return sum([...sizes.values()])
}

function conditionFor(budget: KubeObject, isAllowed: boolean, now: number): Condition & { observedGeneration: number } {
  const status = isAllowed ? 'True' : 'False'
  const known = conditionOf(budget, 'DisruptionAllowed')
  return {
    type: 'DisruptionAllowed',
    status,
    reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    observedGeneration: budget.metadata.generation,
    lastTransitionTime: known?.status === status ? known.lastTransitionTime! : formatTime(now),
  }
}
