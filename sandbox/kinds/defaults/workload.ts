import { semanticallyEqual } from '../../../core/kube/equality.ts'
import type { KubeObject } from '../../api.ts'
import type { JsonObject } from '../../schema/schema.ts'

const HISTORY = 10

export function defaultDeployment({ spec }: KubeObject): void {
  spec.replicas ??= 1
  defaultStrategy(spec.strategy)
  spec.revisionHistoryLimit ??= HISTORY
  spec.progressDeadlineSeconds ??= 600
}

function defaultStrategy(strategy: JsonObject): void {
  strategy.type ??= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate')
    strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...strategy.rollingUpdate }
}

export function defaultReplicaSet({ spec }: KubeObject): void {
  spec.replicas ??= 1
}

export function defaultStatefulSet({ spec }: KubeObject): void {
  spec.podManagementPolicy ??= 'OrderedReady'
  if (!spec.updateStrategy.type)
    spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: {}, ...spec.updateStrategy }
  if (spec.updateStrategy.rollingUpdate) spec.updateStrategy.rollingUpdate.partition ??= 0
  spec.persistentVolumeClaimRetentionPolicy = {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
    ...spec.persistentVolumeClaimRetentionPolicy,
  }
  spec.replicas ??= 1
  spec.revisionHistoryLimit ??= HISTORY
}

export function defaultDaemonSet({ spec }: KubeObject): void {
  spec.updateStrategy.type ??= 'RollingUpdate'
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...spec.updateStrategy.rollingUpdate }
  }
  spec.revisionHistoryLimit ??= HISTORY
}

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

export function createDaemonSet(set: KubeObject): void {
  set.status = {}
  countTemplate(set, 1)
}

/** The annotation is what is left of a field of older versions. */
export function updateDaemonSet(set: KubeObject, old: KubeObject): void {
  const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1)
  countTemplate(set, before + (semanticallyEqual(set.spec.template, old.spec.template) ? 0 : 1))
}

function countTemplate({ metadata }: KubeObject, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) }
}

export function defaultJob({ metadata, spec }: KubeObject): void {
  if (spec.parallelism === undefined) spec.completions ??= 1
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1
  const { labels } = spec.template?.metadata ?? {}
  if (labels && !metadata.labels) metadata.labels = labels
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
  spec.manualSelector ??= false
}

export function defaultAutoscaler({ spec }: KubeObject): void {
  spec.minReplicas ??= 1
  spec.metrics ??= [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
  ]
  const { behavior } = spec
  if (!behavior) return
  behavior.scaleUp = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: UP, ...behavior.scaleUp }
  behavior.scaleDown = { selectPolicy: 'Max', policies: DOWN, ...behavior.scaleDown }
}

const UP = [
  { type: 'Pods', value: 4, periodSeconds: 15 },
  { type: 'Percent', value: 100, periodSeconds: 15 },
]
const DOWN = [{ type: 'Percent', value: 100, periodSeconds: 15 }]
