import { type Errors, forbidden, invalid, required } from '../../field-error.ts'
import { checkQualifiedName } from '../../names.ts'
import { canonicalQuantity, parseQuantity } from '../../quantity.ts'
import type { ResourcesView } from './view.ts'

const standard = ['cpu', 'memory', 'ephemeral-storage']
/** Standard somewhere, but not for a container. */
const notForContainers = [
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'resourcequotas',
]

const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
/** A container may ask for less than its limit. */
const isOvercommitable = (name: string): boolean => isNative(name) && !isHugePages(name)

export function* resourceErrors(path: string, { limits = {}, requests = {} }: ResourcesView): Errors {
  for (const [name, amount] of Object.entries(limits)) yield* amountErrors(`${path}.limits[${name}]`, name, amount)
  for (const [name, amount] of Object.entries(requests)) {
    yield* amountErrors(`${path}.requests[${name}]`, name, amount)
    yield* limitErrors(path, name, amount, limits[name])
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.some(name => name === 'cpu' || name === 'memory')) {
    yield forbidden(path, 'HugePages require cpu or memory')
  }
}

function* amountErrors(path: string, name: string, amount: string | number): Errors {
  yield* nameErrors(path, name)
  const nano = parseQuantity(amount)?.nano ?? 0n
  if (nano < 0n) yield invalid(path, canonicalQuantity(amount), 'must be greater than or equal to 0')
  if (!isNative(name) && nano % 1_000_000_000n !== 0n) {
    yield invalid(path, canonicalQuantity(amount), 'must be an integer')
  }
}

function* nameErrors(path: string, name: string): Errors {
  for (const text of checkQualifiedName(name)) yield invalid(path, name, text)
  if (!name.includes('/')) {
    if (standard.includes(name) || isHugePages(name)) return
    const isKnown = notForContainers.includes(name)
    yield invalid(
      path,
      name,
      isKnown ? 'must be a standard resource for containers' : 'must be a standard resource type or fully qualified',
    )
  } else if (!isNative(name) && name.startsWith('requests.')) {
    yield invalid(path, name, "doesn't follow extended resource name standard")
  }
}

function* limitErrors(path: string, name: string, amount: string | number, limit: string | number | undefined): Errors {
  if (limit === undefined) {
    if (!isOvercommitable(name)) yield required(`${path}.limits`, 'Limit must be set for non overcommitable resources')
    return
  }
  const asked = parseQuantity(amount)?.nano ?? 0n
  const most = parseQuantity(limit)?.nano ?? 0n
  const [requested, allowed] = [canonicalQuantity(amount), canonicalQuantity(limit)]
  if (asked !== most && !isOvercommitable(name)) {
    yield invalid(`${path}.requests`, requested, `must be equal to ${name} limit of ${allowed}`)
  } else if (asked > most) {
    yield invalid(`${path}.requests`, requested, `must be less than or equal to ${name} limit of ${allowed}`)
  }
}
