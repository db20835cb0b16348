import { semanticallyEqual } from '../../../core/kube/equality.ts'
import { matchesSelector } from '../../../core/kube/selector.ts'
import { annotationErrors, labelErrors, selectorErrors } from '../../../core/kube/template/validate/labels.ts'
import { podErrors, templateErrors } from '../../../core/kube/template/validate/template.ts'
import type { KubeObject } from '../../api.ts'
import { type FieldError, forbidden, invalid, required, unsupported } from '../../schema/field-error.ts'
import type { JsonObject, Value } from '../../schema/schema.ts'
import { fromCore } from './core-errors.ts'

/** Fields of `object` that are negative. */
export function negativeErrors(path: string, object: JsonObject | undefined, fields: readonly string[]): FieldError[] {
  return fields
    .filter(field => typeof object?.[field] === 'number' && object[field] < 0)
    .map(field => invalid(`${path}.${field}`, object?.[field], 'must be greater than or equal to 0'))
}

/** A field that an update may not change. */
export function immutableErrors(path: string, value: Value, old: Value): FieldError[] {
  return semanticallyEqual(value, old) ? [] : [invalid(path, value ?? null, 'field is immutable')]
}

function selectorFieldErrors(selector: Value, owner: string): FieldError[] {
  if (selector === undefined) return [required('spec.selector')]
  const errors = fromCore(selectorErrors('spec.selector', selector))
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0) return errors
  return [...errors, invalid('spec.selector', selector, `empty selector is invalid for ${owner}`)]
}

/** The template, and whether the selector selects its pods. A selector that is missing selects nothing, one that cannot be read is an error itself. */
function selectedTemplateErrors({ selector, template }: JsonObject): FieldError[] {
  if (selector === undefined)
    return [noMatch(template), ...fromCore(templateErrors('spec.template', template, undefined))]
  if (Array.from(selectorErrors('', { matchExpressions: selector.matchExpressions ?? [] })).length > 0) {
    return [invalid('spec.selector', selector, 'invalid label selector')]
  }
  return fromCore(templateErrors('spec.template', template, selector))
}

const noMatch = ({ metadata }: JsonObject): FieldError =>
  invalid('spec.template.metadata.labels', metadata?.labels ?? null, '`selector` does not match template `labels`')

export function deploymentErrors({ spec, status }: KubeObject, old?: KubeObject): FieldError[] {
  return [
    ...negativeErrors('spec', spec, ['replicas']),
    ...selectorFieldErrors(spec.selector, 'deployment'),
    ...selectedTemplateErrors(spec),
    ...strategyErrors(spec.strategy),
    ...negativeErrors('spec', spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
    ...deadlineErrors(spec),
    ...(old ? immutableErrors('spec.selector', spec.selector, old.spec.selector) : []),
    ...replicaStatusErrors(status, ['updatedReplicas', 'readyReplicas', 'availableReplicas']),
  ]
}

function deadlineErrors({ progressDeadlineSeconds: deadline, minReadySeconds = 0 }: JsonObject): FieldError[] {
  if (deadline === undefined || deadline > minReadySeconds) return []
  return [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
}

function strategyErrors(strategy: JsonObject): FieldError[] {
  const path = 'spec.strategy'
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    return rollingUpdate
      ? [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
      : []
  }
  if (type !== 'RollingUpdate') return [unsupported(path, strategy, ['Recreate', 'RollingUpdate'])]
  const { maxUnavailable, maxSurge } = rollingUpdate
  const bothZero = amount(maxUnavailable) === 0 && amount(maxSurge) === 0
  return [
    ...shareErrors(`${path}.rollingUpdate.maxUnavailable`, maxUnavailable),
    ...shareErrors(`${path}.rollingUpdate.maxSurge`, maxSurge),
    ...(bothZero
      ? [invalid(`${path}.rollingUpdate.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...hundredErrors(`${path}.rollingUpdate.maxUnavailable`, maxUnavailable),
  ]
}

const amount = (value: Value): number => (typeof value === 'number' ? value : Number.parseInt(value, 10) || 0)

const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

/** A number of pods or a percentage. */
export function shareErrors(path: string, value: Value): FieldError[] {
  if (typeof value === 'string') return /^[0-9]+%$/.test(value) ? [] : [invalid(path, value, PERCENT)]
  return value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : []
}

export function hundredErrors(path: string, value: Value): FieldError[] {
  const isMore = typeof value === 'string' && /^[0-9]+%$/.test(value) && amount(value) > 100
  return isMore ? [invalid(path, value, 'must not be greater than 100%')] : []
}

export function replicaSetErrors({ spec, status }: KubeObject, old?: KubeObject): FieldError[] {
  return [
    ...negativeErrors('spec', spec, ['replicas', 'minReadySeconds']),
    ...selectorFieldErrors(spec.selector, 'deployment'),
    ...selectedTemplateErrors(spec),
    ...(old ? immutableErrors('spec.selector', spec.selector, old.spec.selector) : []),
    ...replicaStatusErrors(status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']),
  ]
}

function replicaStatusErrors(status: JsonObject = {}, parts: readonly string[]): FieldError[] {
  const { replicas = 0, availableReplicas = 0, readyReplicas = 0 } = status
  const tooMany = parts.filter(part => (status[part] ?? 0) > replicas)
  return [
    ...negativeErrors('status', status, ['replicas', ...parts, 'observedGeneration']),
    ...tooMany.map(part => invalid(`status.${part}`, status[part], 'cannot be greater than status.replicas')),
    ...(availableReplicas > readyReplicas
      ? [invalid('status.availableReplicas', availableReplicas, 'cannot be greater than readyReplicas')]
      : []),
  ]
}

const STATEFUL_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]

export function statefulSetErrors({ spec }: KubeObject, old?: KubeObject): FieldError[] {
  const fixed = (all: JsonObject) =>
    Object.fromEntries(Object.entries(all).filter(([field]) => !STATEFUL_MUTABLE.includes(field)))
  const isChanged = old && !semanticallyEqual(fixed(spec), fixed(old.spec))
  const names = STATEFUL_MUTABLE.map(field => `'${field}'`)
  const text = `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are forbidden`
  return [
    ...negativeErrors('spec', spec, ['replicas', 'minReadySeconds']),
    ...selectorFieldErrors(spec.selector, 'statefulset'),
    ...selectedTemplateErrors(spec),
    ...(isChanged ? [forbidden('spec', text)] : []),
  ]
}

export function daemonSetErrors({ spec }: KubeObject, old?: KubeObject): FieldError[] {
  return [
    ...selectorFieldErrors(spec.selector, 'daemonset'),
    ...selectedTemplateErrors(spec),
    ...negativeErrors('spec', spec, ['minReadySeconds', 'revisionHistoryLimit']),
    ...(old ? immutableErrors('spec.selector', spec.selector, old.spec.selector) : []),
  ]
}

const JOB_NUMBERS = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished']
const JOB_FIXED = [
  'selector',
  'template',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
]

export function jobErrors({ metadata, spec }: KubeObject, old?: KubeObject): FieldError[] {
  const { template, selector } = spec
  const fixed = JOB_FIXED.filter(field => !(field === 'template' && (spec.suspend || old?.spec.suspend)))
  return [
    ...(old ? [] : generatedSelectorErrors(spec, metadata.uid)),
    ...negativeErrors('spec', spec, JOB_NUMBERS),
    ...podTemplateErrors('spec.template', template),
    ...jobRestartErrors(template.spec.restartPolicy),
    ...(selector ? [] : [required('spec.selector')]),
    ...(selector && matchesSelector(selector, template.metadata?.labels) ? [] : [noMatch(template)]),
    ...(old && spec.completionMode !== 'Indexed'
      ? immutableErrors('spec.completions', spec.completions, old.spec.completions)
      : []),
    ...(old ? fixed.flatMap(field => immutableErrors(`spec.${field}`, spec[field], old.spec[field])) : []),
  ]
}

function generatedSelectorErrors({ manualSelector, selector }: JsonObject, uid: string): FieldError[] {
  const generated = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } }
  if (manualSelector || semanticallyEqual(selector, generated)) return []
  return [invalid('spec.selector', selector, '`selector` not auto-generated')]
}

function jobRestartErrors(policy: string): FieldError[] {
  const path = 'spec.template.spec.restartPolicy'
  if (policy === 'OnFailure' || policy === 'Never') return []
  return policy === 'Always'
    ? [required(path, 'valid values: "OnFailure", "Never"')]
    : [unsupported(path, policy, ['OnFailure', 'Never'])]
}

/** Of a template that no ReplicaSet is made from. */
export function podTemplateErrors(path: string, template: JsonObject): FieldError[] {
  return [
    ...fromCore(labelErrors(`${path}.labels`, template.metadata?.labels)),
    ...fromCore(annotationErrors(`${path}.annotations`, template.metadata?.annotations)),
    ...fromCore(podErrors(`${path}.spec`, template.spec ?? {})),
  ]
}

const POD_MUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** Of a pod's spec an update may change images, the deadline and tolerations; binding writes the node where there is none. */
export function podObjectErrors({ spec }: KubeObject, old?: KubeObject): FieldError[] {
  if (!old) return fromCore(podErrors('spec', spec))
  const isSame = semanticallyEqual(fixedPart(spec, old.spec), fixedPart(old.spec, old.spec))
  return isSame ? fromCore(podErrors('spec', spec)) : [forbidden('spec', POD_MUTABLE)]
}

function fixedPart(
  { activeDeadlineSeconds, tolerations, nodeName, schedulingGates, ...spec }: JsonObject,
  old: JsonObject,
): JsonObject {
  const withoutImages = (containers: readonly JsonObject[] = []) => containers.map(({ image, ...one }) => one)
  return {
    ...spec,
    ...(old.nodeName && { nodeName }),
    containers: withoutImages(spec.containers),
    initContainers: withoutImages(spec.initContainers),
  }
}
