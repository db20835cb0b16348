/** HorizontalPodAutoscaler v2: every fifteen seconds the size that its scripted metrics ask for, written to the target's scale. */

import { semanticallyEqual } from '../../../core/kube/equality.ts'
import { matchesSelector, parseSelector } from '../../../core/kube/selector.ts'
import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { type Controller, queueOf } from '../context.ts'
import { keyOf, kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { type Condition, isActive, isReady } from '../pod.ts'
import { readScale, scaleTargetOf, writeScale } from '../scale.ts'
import { isRemembered, limit, type Memory } from './behavior.ts'
import { type Crowd, type Proposal, proposalOf } from './metric.ts'

const PERIOD = 15_000

export const autoscalerController: Controller = context => {
  const { view } = context
  const memories = new Map<string, Memory>()
  const queue = queueOf('autoscaler', context, key => sync(view, memories, key))
  view.of(kinds.autoscalers).onChange((hpa, before, gone) => {
    if (gone) memories.delete(hpa.metadata.uid)
    // Its own status writes are no reason to look again before the period is over.
    else if (!before || !semanticallyEqual(asked(before), asked(hpa))) queue.add(keyOf(hpa))
  })
  return queue
}

const asked = ({ spec, metadata }: KubeObject) => [spec, metadata.annotations]

async function sync(view: View, memories: Map<string, Memory>, key: string): Promise<number | undefined> {
  const hpa = view.of(kinds.autoscalers).get(key)
  if (!hpa) return undefined
  const now = view.clock.now()
  const memory = memories.get(hpa.metadata.uid) ?? { recommended: [], changed: [] }
  const target = await scaleTargetOf(view, hpa.metadata.namespace, hpa.spec.scaleTargetRef)
  const scale = target && (await readScale(view, target))
  if (!target || !scale) {
    await writeStatus(view, hpa, {
      conditions: [not('AbleToScale', 'FailedGetScale', 'the target of spec.scaleTargetRef has no scale')],
    })
    return now + PERIOD
  }
  const crowd = crowdOf(view, hpa, scale)
  const proposals = ((hpa.spec.metrics ?? []) as KubeObject[]).map(metric => proposalOf(hpa, metric, crowd))
  const plan = planOf(hpa, crowd, proposals, memory, now)
  memories.set(hpa.metadata.uid, plan.memory)
  if (plan.replicas !== crowd.replicas) {
    await writeScale(view, target, scale, plan.replicas)
    await view.tell(hpa, { type: 'Normal', reason: 'SuccessfulRescale', message: `New size: ${plan.replicas}` })
  }
  await writeStatus(view, hpa, {
    ...(plan.replicas === crowd.replicas ? {} : { lastScaleTime: formatTime(now) }),
    currentReplicas: scale.status?.replicas ?? 0,
    desiredReplicas: plan.replicas,
    currentMetrics: proposals.flatMap(proposal => (proposal ? [proposal.current] : [])),
    conditions: plan.conditions,
  })
  return now + PERIOD
}

function crowdOf(view: View, { metadata }: KubeObject, { spec, status }: KubeObject): Crowd {
  const selector = parseSelector(status?.selector ?? '')
  const all = view.of(kinds.pods).list(metadata.namespace).filter(isActive)
  const pods = status?.selector && selector ? all.filter(pod => matchesSelector(selector, pod.metadata.labels)) : []
  const ready = pods.filter(isReady).length
  return { replicas: spec?.replicas ?? 0, ready, unready: pods.length - ready }
}

function planOf(
  hpa: KubeObject,
  crowd: Crowd,
  proposals: readonly (Proposal | undefined)[],
  memory: Memory,
  now: number,
) {
  const { minReplicas = 1, maxReplicas, behavior } = hpa.spec
  const { replicas } = crowd
  const keep = (conditions: Condition[], size = replicas) => ({ replicas: size, memory, conditions })
  if (replicas === 0 && minReplicas > 0)
    return keep([
      ABLE,
      not('ScalingActive', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero'),
    ])
  if (replicas > maxReplicas || replicas < minReplicas)
    return keep([ABLE], replicas > maxReplicas ? maxReplicas : minReplicas)
  const known = proposals.filter(proposal => proposal !== undefined)
  const wanted = Math.max(...known.map(proposal => proposal.replicas))
  // A metric without a value lets others grow the target, and nobody shrink it.
  if (known.length === 0 || (known.length < proposals.length && wanted < replicas))
    return keep([
      ABLE,
      not('ScalingActive', 'FailedGetResourceMetric', 'a metric of the spec has no value in the annotation'),
    ])
  const recommended = [...memory.recommended.filter(isRemembered(now)), { at: now, replicas: wanted }]
  const limited = limit(behavior, { ...memory, recommended }, replicas, wanted, now)
  const size = Math.min(maxReplicas, Math.max(minReplicas, limited))
  const changed = [
    ...memory.changed.filter(isRemembered(now)),
    ...(size === replicas ? [] : [{ at: now, by: size - replicas }]),
  ]
  return { replicas: size, memory: { recommended, changed }, conditions: [ABLE, ACTIVE, limitation(size, wanted)] }
}

const ABLE: Condition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
}
const ACTIVE: Condition = {
  type: 'ScalingActive',
  status: 'True',
  reason: 'ValidMetricFound',
  message: 'the HPA was able to successfully calculate a replica count',
}

const not = (type: string, reason: string, message: string): Condition => ({ type, status: 'False', reason, message })

function limitation(size: number, wanted: number): Condition {
  if (size === wanted)
    return not('ScalingLimited', 'DesiredWithinRange', 'the desired count is within the acceptable range')
  return wanted > size
    ? {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'TooManyReplicas',
        message: 'the desired replica count is more than what may be reached now',
      }
    : {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'TooFewReplicas',
        message: 'the desired replica count is less than what may be reached now',
      }
}

async function writeStatus(
  view: View,
  hpa: KubeObject,
  change: { conditions: Condition[]; [field: string]: unknown },
): Promise<void> {
  const stored: Condition[] = hpa.status?.conditions ?? []
  const stamp = formatTime(view.clock.now())
  const conditions = change.conditions.map(next => {
    const known = stored.find(({ type, status }) => type === next.type && status === next.status)
    return { ...next, lastTransitionTime: known?.lastTransitionTime ?? stamp }
  })
  const counts = { currentReplicas: 0, desiredReplicas: 0, ...hpa.status }
  const status = { ...counts, ...change, conditions }
  if (!semanticallyEqual(hpa.status, status)) await view.update(kinds.autoscalers, { ...hpa, status }, 'status')
}
