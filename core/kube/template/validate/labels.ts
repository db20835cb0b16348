import { type Errors, forbidden, invalid, required, tooLong } from '../../field-error.ts'
import { checkLabelValue, checkQualifiedName } from '../../names.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../../types.ts'

type Texts = { readonly [key: string]: string }

const annotationsLimit = 256 * 1024

export function* labelErrors(path: string, labels: Texts | undefined): Errors {
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const text of checkQualifiedName(key)) yield invalid(path, key, text)
    for (const text of checkLabelValue(value)) yield invalid(path, value, text)
  }
}

export function* annotationErrors(path: string, annotations: Texts | undefined): Errors {
  let size = 0
  for (const [key, value] of Object.entries(annotations ?? {})) {
    for (const text of checkQualifiedName(key.toLowerCase())) yield invalid(path, key, text)
    size += key.length + value.length
  }
  if (size > annotationsLimit) yield tooLong(path, annotationsLimit)
}

export function* selectorErrors(path: string, selector: LabelSelector): Errors {
  yield* labelErrors(`${path}.matchLabels`, selector.matchLabels)
  for (const [index, requirement] of (selector.matchExpressions ?? []).entries()) {
    yield* requirementErrors(`${path}.matchExpressions[${index}]`, requirement)
  }
}

function* requirementErrors(path: string, { key, operator, values = [] }: LabelSelectorRequirement): Errors {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) yield required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
    if (values.length > 0) yield forbidden(`${path}.values`, detail)
  } else {
    yield invalid(`${path}.operator`, operator, 'not a valid selector operator')
  }
  for (const text of checkQualifiedName(key)) yield invalid(`${path}.key`, key, text)
  for (const [index, value] of values.entries()) {
    for (const text of checkLabelValue(value)) yield invalid(`${path}.values[${index}]`, value, text)
  }
}
