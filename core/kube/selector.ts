/** Label selectors: the object form of specs and the text form of queries and `status.selector`, both as a list of requirements. */
import type { LabelSelector } from './types.ts'

export interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt' | '=' | '!='
  readonly values: readonly string[]
}

type Labels = { readonly [key: string]: string }

const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']

/** Requirements of an object form; undefined when it names an operator that does not exist. */
export function requirementsOf(selector: LabelSelector): readonly Requirement[] | undefined {
  const fixed = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({
      key,
      operator: '=',
      values: [value],
    }),
  )
  const expressions = selector.matchExpressions ?? []
  if (!expressions.every(({ operator }) => operators.includes(operator))) return undefined
  return [
    ...fixed,
    ...expressions.map(({ key, operator, values }) => ({ key, operator: operator as 'In', values: values ?? [] })),
  ]
}

/** Whether labels fit. No requirements fit everything; an object form that cannot be read fits nothing. */
export function matchesSelector(selector: LabelSelector | readonly Requirement[], labels: Labels | undefined): boolean {
  const requirements = isList(selector) ? selector : requirementsOf(selector)
  return requirements?.every(requirement => matchesRequirement(requirement, labels ?? {})) ?? false
}

function matchesRequirement({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key]
  switch (operator) {
    case '=':
    case 'In':
      return value !== undefined && values.includes(value)
    case '!=':
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return isInteger(value) && BigInt(value) > BigInt(values[0] ?? 0)
    case 'Lt':
      return isInteger(value) && BigInt(value) < BigInt(values[0] ?? 0)
  }
}

/** Text form as upstream stores it in `status.selector`: sorted by key, values sorted; `<none>` for an empty selector. */
export function formatSelector(selector: LabelSelector | undefined): string {
  const requirements = selector && requirementsOf(selector)
  if (!requirements) return '<error>'
  const sorted = requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return sorted.map(formatRequirement).join(',') || '<none>'
}

function formatRequirement({ key, operator, values }: Requirement): string {
  const list = `(${values.toSorted().join(',')})`
  switch (operator) {
    case 'In':
      return `${key} in ${list}`
    case 'NotIn':
      return `${key} notin ${list}`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'Gt':
      return `${key}>${values[0]}`
    case 'Lt':
      return `${key}<${values[0]}`
    default:
      return `${key}${operator}${values[0]}`
  }
}

/** Reads the text form, as in `?labelSelector=`; undefined when it cannot be read. The empty text selects everything. */
export function parseSelector(text: string): readonly Requirement[] | undefined {
  if (text.trim() === '') return []
  const requirements = text.split(/,(?![^(]*\))/).map(part => parseRequirement(part.trim()))
  return requirements.every(requirement => requirement !== undefined) ? requirements : undefined
}

function parseRequirement(text: string): Requirement | undefined {
  const set = /^([^\s!=<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text)
  if (set) {
    const [, key = '', word, list = ''] = set
    return { key, operator: word === 'in' ? 'In' : 'NotIn', values: list.split(',').map(value => value.trim()) }
  }
  const pair = /^([^\s!=<>(),]+)\s*(==?|!=|<|>)\s*([^\s!=<>(),]*)$/.exec(text)
  if (pair) {
    const [, key = '', sign = '=', value = ''] = pair
    const operator = sign === '>' ? 'Gt' : sign === '<' ? 'Lt' : sign === '!=' ? '!=' : '='
    return isInteger(value) || (operator !== 'Gt' && operator !== 'Lt') ? { key, operator, values: [value] } : undefined
  }
  const [, not, key] = /^(!?)\s*([^\s!=<>(),]+)$/.exec(text) ?? []
  return key === undefined ? undefined : { key, operator: not ? 'DoesNotExist' : 'Exists', values: [] }
}

const isList = (value: LabelSelector | readonly Requirement[]): value is readonly Requirement[] => Array.isArray(value)
const isInteger = (value: string | undefined): value is string => value !== undefined && /^[+-]?\d+$/.test(value)
