import { Environment } from '@marcbachmann/cel-js'
import { parseQuantity } from '../../../core/kube/quantity.ts'

/** A quantity inside of a rule. */
class Quantity {
  readonly nano: bigint

  constructor(nano: bigint) {
    this.nano = nano
  }
}

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text)
  if (!parsed)
    throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
  return new Quantity(parsed.nano)
}

const NANO = 1_000_000_000n
const order = (a: bigint, b: bigint): bigint => (a < b ? -1n : a > b ? 1n : 0n)
const sum = (list: readonly (bigint | number)[]) =>
  list.reduce(
    (all: bigint | number, one) => (all as bigint) + (one as bigint),
    list[0] === undefined || typeof list[0] === 'bigint' ? 0n : 0,
  )

const extreme = (list: readonly bigint[], isBetter: (a: bigint, b: bigint) => boolean) =>
  list.reduce((best, one) => (isBetter(one, best) ? one : best))

/** What rules can say in Kubernetes beyond plain CEL. `self` and `oldSelf` are dynamic: their schema has been checked before a rule runs. */
export const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn')
  .registerType('kubernetes.Quantity', Quantity)
  .registerFunction('quantity(string): kubernetes.Quantity', quantity)
  .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
  .registerFunction(
    'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool',
    (a: Quantity, b: Quantity) => a.nano < b.nano,
  )
  .registerFunction(
    'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool',
    (a: Quantity, b: Quantity) => a.nano > b.nano,
  )
  .registerFunction('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', (a: Quantity, b: Quantity) =>
    order(a.nano, b.nano),
  )
  .registerFunction('kubernetes.Quantity.sign(): int', (a: Quantity) => order(a.nano, 0n))
  .registerFunction('kubernetes.Quantity.isInteger(): bool', (a: Quantity) => a.nano % NANO === 0n)
  .registerFunction('kubernetes.Quantity.asInteger(): int', (a: Quantity) => a.nano / NANO)
  .registerFunction('kubernetes.Quantity.asApproximateFloat(): double', (a: Quantity) => Number(a.nano) / 1e9)
  .registerFunction(
    'kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity',
    (a: Quantity, b: Quantity) => new Quantity(a.nano + b.nano),
  )
  .registerFunction(
    'kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity',
    (a: Quantity, b: Quantity) => new Quantity(a.nano - b.nano),
  )
  .registerFunction('list<dyn>.sum(): dyn', sum)
  .registerFunction('list<dyn>.isSorted(): bool', (list: readonly (string | bigint)[]) =>
    list.every((one, i) => i === 0 || list[i - 1]! <= one),
  )
  .registerFunction('list<dyn>.min(): dyn', (list: readonly bigint[]) => extreme(list, (a, b) => a < b))
  .registerFunction('list<dyn>.max(): dyn', (list: readonly bigint[]) => extreme(list, (a, b) => a > b))
  .registerFunction('list<dyn>.indexOf(dyn): int', (list: readonly unknown[], one: unknown) =>
    BigInt(list.indexOf(one)),
  )
  .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, to),
  )
  .registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '',
  )
  .registerFunction(
    'string.findAll(string): list<string>',
    (text: string, pattern: string) => text.match(new RegExp(pattern, 'g')) ?? [],
  )
  .registerFunction('isURL(string): bool', (text: string) => URL.canParse(text) || text.startsWith('/'))
