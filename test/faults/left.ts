/**
 * What is left of a play, without what may differ: times, counts of how often something was written, and `duration`, which says how long
 * an attempt took if its begin was seen.
 */
import type { KubeObject } from '../../sandbox/api.ts'
import { countPods } from '../recorded/show.ts'
import type { Objects } from '../scenarios/harness/objects.ts'

/** By kind and name; pods are counted, since their names are chance. */
export type Left = { readonly [kindAndName: string]: unknown }

export async function left(objects: Objects): Promise<Left> {
  const entries = ['Rollout', 'ReplicaSet', 'Service', 'Deployment'].map(async kind =>
    (await objects.list(kind)).map(object => [`${kind}/${object.metadata.name}`, lasting(object)] as const),
  )
  return { ...Object.fromEntries((await Promise.all(entries)).flat()), pods: countPods(await objects.list('Pod')) }
}

const COUNTS = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'HPAReplicas']

/** The same without the counts, which a controller writes down a moment later. */
export function withoutCounts(all: Left): Left {
  const shown = Object.entries(all).map(([name, each]) => {
    const { status, ...rest } = each as { readonly status?: object }
    const kept = Object.entries(status ?? {}).filter(([key]) => !COUNTS.includes(key))
    return [name, name === 'pods' ? each : { ...rest, status: Object.fromEntries(kept) }]
  })
  return Object.fromEntries(shown)
}

const KEPT = /^(rollout\.argoproj\.io\/(revision|desired-replicas)$|scale-down-deadline|argo-rollouts)/
const DIFFERING = ['observedGeneration', 'workloadObservedGeneration', 'duration']

function lasting({ metadata, spec, status }: KubeObject): unknown {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => KEPT.test(key))
  const { replicas, selector, paused } = spec
  const all = { annotations: Object.fromEntries(annotations), spec: { replicas, selector, paused }, status }
  return JSON.parse(JSON.stringify(all), (key, value) => {
    if (DIFFERING.includes(key)) return undefined
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return 'a time'
    return key === 'conditions' ? conditionsOf(value) : value
  })
}

/**
 * Their order is that of their last change, a message stays when status and reason do (contract rollout 5.1), and a pause that is over
 * leaves a condition behind: all of these tell of the way.
 */
const conditionsOf = (conditions: readonly Condition[]) =>
  conditions
    .map(({ type, status, reason }) => `${type} ${status} ${reason}`)
    .filter(said => said !== 'Paused False RolloutPaused')
    .sort()

interface Condition {
  readonly type: string
  readonly status: string
  readonly reason: string
}
