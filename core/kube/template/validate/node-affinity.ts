/** Checks of the nodes that a pod asks for. */
import { type Errors, forbidden, invalid, required } from '../../field-error.ts'
import { checkDnsSubdomain, checkLabelValue, checkQualifiedName } from '../../names.ts'
import type { NodeAffinityView, NodeRequirementView, NodeTermView } from './view.ts'

type Check = (value: string) => Iterable<string>

export function* nodeAffinityErrors(path: string, affinity: NodeAffinityView): Errors {
  const { requiredDuringSchedulingIgnoredDuringExecution: needed } = affinity
  const at = `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`
  const terms = needed?.nodeSelectorTerms ?? []
  if (needed && terms.length === 0) yield required(at, 'must have at least one node selector term')
  for (const [index, term] of terms.entries()) yield* termErrors(`${at}[${index}]`, term, checkLabelValue)
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []
  for (const [index, { weight, preference = {} }] of preferred.entries()) {
    const each = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`
    if (weight < 1 || weight > 100) yield invalid(`${each}.weight`, weight, 'must be in the range 1-100')
    // Values that no label can have are let through where a preference is all that is lost.
    yield* termErrors(`${each}.preference`, preference, () => [])
  }
}

function* termErrors(path: string, { matchExpressions = [], matchFields = [] }: NodeTermView, check: Check): Errors {
  for (const [index, expression] of matchExpressions.entries()) {
    yield* expressionErrors(`${path}.matchExpressions[${index}]`, expression, check)
  }
  for (const [index, field] of matchFields.entries()) yield* fieldErrors(`${path}.matchFields[${index}]`, field)
}

function* expressionErrors(path: string, expression: NodeRequirementView, check: Check): Errors {
  const { key = '', values = [] } = expression
  yield* countErrors(path, expression)
  for (const text of checkQualifiedName(key)) yield invalid(`${path}.key`, key, text)
  yield* valuesErrors(`${path}.values`, values, check)
}

function* countErrors(path: string, { operator = '', values = [] }: NodeRequirementView): Errors {
  const at = `${path}.values`
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) yield required(at, "must be specified when `operator` is 'In' or 'NotIn'")
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        yield forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      }
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) yield required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")
      break
    default:
      yield invalid(`${path}.operator`, operator, 'not a valid selector operator')
  }
}

function* fieldErrors(path: string, { key = '', operator = '', values = [] }: NodeRequirementView): Errors {
  if (operator !== 'In' && operator !== 'NotIn') {
    yield invalid(`${path}.operator`, operator, 'not a valid selector operator')
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
    yield required(`${path}.values`, detail)
  }
  if (key === 'metadata.name') yield* valuesErrors(`${path}.values`, values, checkDnsSubdomain)
  else yield invalid(`${path}.key`, key, 'not a valid field selector key')
}

function* valuesErrors(path: string, values: readonly string[], check: Check): Errors {
  for (const [index, value] of values.entries()) {
    for (const text of check(value)) yield invalid(`${path}[${index}]`, value, text)
  }
}
