/** Checks of where pods may run. */
import { type Errors, invalid, required, unsupported } from '../../field-error.ts'
import { checkQualifiedName } from '../../names.ts'
import { nodeAffinityErrors } from './node-affinity.ts'
import type { AffinityTermsView, PodSpecView } from './view.ts'

const operators = ['Equal', 'Exists']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const whenUnsatisfiable = ['DoNotSchedule', 'ScheduleAnyway']

export function* affinityErrors(path: string, { affinity }: PodSpecView): Errors {
  yield* nodeAffinityErrors(`${path}.nodeAffinity`, affinity?.nodeAffinity ?? {})
  for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity?.[field]
    if (terms) yield* affinityTermsErrors(`${path}.${field}`, terms)
  }
}

function* affinityTermsErrors(path: string, terms: AffinityTermsView): Errors {
  const needed = terms.requiredDuringSchedulingIgnoredDuringExecution ?? []
  for (const [index, { topologyKey }] of needed.entries()) {
    yield* topologyKeyErrors(
      `${path}.requiredDuringSchedulingIgnoredDuringExecution[${index}].topologyKey`,
      topologyKey,
    )
  }
  const preferred = terms.preferredDuringSchedulingIgnoredDuringExecution ?? []
  for (const [index, { weight, podAffinityTerm }] of preferred.entries()) {
    const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`
    if (weight < 1 || weight > 100) yield invalid(`${at}.weight`, weight, 'must be in the range 1-100')
    yield* topologyKeyErrors(`${at}.podAffinityTerm.topologyKey`, podAffinityTerm?.topologyKey)
  }
}

function* topologyKeyErrors(path: string, key: string | undefined): Errors {
  if (!key) yield required(path, 'can not be empty')
  else for (const text of checkQualifiedName(key)) yield invalid(path, key, text)
}

export function* spreadErrors(path: string, { topologySpreadConstraints = [] }: PodSpecView): Errors {
  for (const [index, { maxSkew = 0, topologyKey, whenUnsatisfiable: action }] of topologySpreadConstraints.entries()) {
    const at = `${path}[${index}]`
    if (maxSkew <= 0) yield invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero')
    if (!topologyKey) yield required(`${at}.topologyKey`, 'can not be empty')
    if (!whenUnsatisfiable.includes(action ?? '')) {
      yield unsupported(`${at}.whenUnsatisfiable`, action ?? '', whenUnsatisfiable)
    }
  }
}

export function* tolerationErrors(path: string, { tolerations = [] }: PodSpecView): Errors {
  for (const [index, { key, operator, value, effect, tolerationSeconds }] of tolerations.entries()) {
    const at = `${path}[${index}]`
    if (key) for (const text of checkQualifiedName(key)) yield invalid(`${at}.key`, key, text)
    if (!key && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
      yield invalid(`${at}.operator`, operator ?? '', detail)
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield invalid(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set")
    }
    if (operator === 'Exists' && value) {
      yield invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'")
    }
    if (operator && !operators.includes(operator)) yield unsupported(`${at}.operator`, operator, operators)
    if (effect && !effects.includes(effect)) yield unsupported(`${at}.effect`, effect, effects)
  }
}
