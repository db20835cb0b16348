/**
 * Validation of a Rollout's spec: the first error in upstream's order, with upstream's text (contract rollout 1.6).
 * Paths below the strategy leave out `canary` and `blueGreen`, as upstream's do.
 */
import {
  type Errors,
  firstError,
  formatFieldError,
  internal,
  invalid,
  nonNegative,
  required,
} from '../../kube/field-error.ts'
import { requirementsOf } from '../../kube/selector.ts'
import { selectorErrors } from '../../kube/template/validate/labels.ts'
import { templateErrors } from '../../kube/template/validate/template.ts'
import type { PodTemplate, Rollout, RolloutSpec } from '../types.ts'
import { blueGreenErrors } from './bluegreen.ts'
import { canaryErrors } from './canary.ts'

/**
 * @param resolved the template of `workloadRef`, when it has been resolved
 * @returns text such as `spec.replicas: Invalid value: -1: must be greater than or equal to 0`, or undefined for a valid spec
 */
export function validateRollout(rollout: Rollout, resolved?: PodTemplate): string | undefined {
  const error = firstError(specErrors(rollout, resolved))
  return error && formatFieldError(error)
}

export function* specErrors(rollout: Rollout, resolved?: PodTemplate): Errors {
  const { spec } = rollout
  yield* nonNegative('spec.replicas', spec.replicas)
  if (!spec.workloadRef) yield* ownSelectorErrors(spec)
  if (spec.workloadRef && !resolved && !isEmptyTemplate(spec.template)) {
    yield internal('spec.template', 'template must be empty for workload reference rollout')
  }
  if (spec.selector && firstError(selectorErrors('', spec.selector))) {
    yield invalid('spec.selector', spec.selector, 'invalid label selector')
  }
  const template = resolved ?? (spec.workloadRef ? undefined : (spec.template ?? {}))
  if (template) yield* templateErrors('spec.template', template, spec.selector)
  yield* limitErrors(spec)
  yield* strategyErrors(rollout)
}

function* ownSelectorErrors({ selector }: RolloutSpec): Errors {
  if (!selector) {
    yield required('spec.selector', "Rollout has missing field '.spec.selector'")
    return
  }
  yield* selectorErrors('spec.selector', selector)
  if (requirementsOf(selector)?.length === 0) {
    yield invalid('spec.selector', selector, 'empty selector is invalid for deployment')
  }
}

/** Labels and annotations decide; the pod spec is not looked at. */
function isEmptyTemplate(template: PodTemplate | undefined): boolean {
  const { labels = {}, annotations = {} } = template?.metadata ?? {}
  return Object.keys(labels).length + Object.keys(annotations).length === 0
}

function* limitErrors(spec: RolloutSpec): Errors {
  const { minReadySeconds = 0, revisionHistoryLimit = 10, progressDeadlineSeconds = 600 } = spec
  yield* nonNegative('spec.minReadySeconds', minReadySeconds)
  yield* nonNegative('spec.revisionHistoryLimit', revisionHistoryLimit)
  yield* nonNegative('spec.progressDeadlineSeconds', progressDeadlineSeconds)
  if (progressDeadlineSeconds <= minReadySeconds) {
    yield invalid('spec.progressDeadlineSeconds', progressDeadlineSeconds, 'must be greater than minReadySeconds')
  }
}

function* strategyErrors(rollout: Rollout): Errors {
  const path = 'spec.strategy.strategy'
  const { blueGreen, canary } = rollout.spec.strategy ?? {}
  if (!blueGreen && !canary) {
    yield required(path, "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'")
  } else if (blueGreen && canary) {
    yield invalid(path, 'blueGreen: true canary: true', 'Multiple Strategies can not be listed')
  } else if (blueGreen) yield* blueGreenErrors(blueGreen, rollout.spec.revisionHistoryLimit ?? 10)
  else if (canary) yield* canaryErrors(canary)
}
