/**
 * Kubernetes quantities: `500m`, `1.5Gi`, `1e3`. Exact in nano units, as k8s.io/apimachinery resource.Quantity prints them.
 * A quirk is part of the interface, because it is part of what is hashed: spellings that Go takes for canonical are
 * printed as they were written, though some of them are not (`1.500`, `05Mi`, `1E3`).
 */
export interface Quantity {
  readonly nano: bigint
  readonly format: Format
  /** The spelling that Go keeps. */
  readonly text?: string
}

type Format = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const nanosInOne = 10n ** 9n
const largestBinary = (2n ** 63n - 1n) * nanosInOne

/** Reads a quantity as the API server would; undefined when it is none. A number stands for its text. */
export function parseQuantity(input: string | number): Quantity | undefined {
  const text = String(input).trim()
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*[+-]?\d*)$/.exec(text)
  if (!parts) return undefined
  const [, sign = '', digits = '', fraction = '', suffix = ''] = parts
  const unit = readSuffix(suffix)
  if (!unit || !/\d/.test(text.slice(0, text.length - suffix.length))) return undefined
  const size = sizeInNano(BigInt(digits + fraction || '0'), fraction.length, unit)
  const isSmallBinary = unit.format === 'BinarySI' && size > 0n && size < nanosInOne
  return {
    nano: sign === '-' ? -size : size,
    format: isSmallBinary ? 'DecimalSI' : unit.format,
    ...(isKeptAsWritten(digits.replace(/^0+/, ''), fraction, unit) && { text }),
  }
}

/** Canonical text, for example `2000m` -> `2`, `0.5Gi` -> `512Mi`, `1e-1` -> `100e-3`. Not a quantity: the input as it is. */
export function canonicalQuantity(input: string | number): string {
  const quantity = parseQuantity(input)
  return quantity ? printQuantity(quantity) : String(input)
}

export function printQuantity({ nano, format, text }: Quantity): string {
  if (text !== undefined) return text
  if (nano === 0n) return '0'
  const kilo = 1024n * nanosInOne
  const isBinary = format === 'BinarySI' && nano % nanosInOne === 0n && (nano >= kilo || nano <= -kilo)
  return isBinary ? printBinary(nano / nanosInOne) : printDecimal(nano, format)
}

/** Whether two quantities have the same value, however they are written; texts that are none are compared as texts. */
export function quantitiesEqual(a: string | number, b: string | number): boolean {
  const left = parseQuantity(a)
  const right = parseQuantity(b)
  return left && right ? left.nano === right.nano : String(a) === String(b)
}

interface Unit {
  readonly base: 2n | 10n
  readonly exponent: number
  readonly format: Format
}

function readSuffix(suffix: string): Unit | undefined {
  const binary = binarySuffixes.indexOf(suffix)
  if (binary > 0) return { base: 2n, exponent: binary * 10, format: 'BinarySI' }
  const decimal = decimalSuffixes.indexOf(suffix)
  if (decimal >= 0) return { base: 10n, exponent: decimal * 3 - 9, format: 'DecimalSI' }
  if (!/^[eE][+-]?\d{1,3}$/.test(suffix)) return undefined
  return { base: 10n, exponent: Number(suffix.slice(1)), format: 'DecimalExponent' }
}

/** Rounded away from zero: who asks for a little gets some. */
function sizeInNano(digits: bigint, decimals: number, unit: Unit): bigint {
  const tens = 9 - decimals + (unit.base === 10n ? unit.exponent : 0)
  const twos = unit.base === 2n ? 2n ** BigInt(unit.exponent) : 1n
  const size = tens >= 0 ? digits * twos * 10n ** BigInt(tens) : ceilDivide(digits * twos, 10n ** BigInt(-tens))
  return unit.base === 2n && size > largestBinary ? largestBinary : size
}

const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** The conditions under which ParseQuantity reuses the string (its fast path). `digits` without leading zeros. */
function isKeptAsWritten(digits: string, fraction: string, unit: Unit): boolean {
  const whole = digits || '0'
  if (unit.base === 2n) {
    const fits = fraction === '' && 14 - whole.length - Math.trunc(Math.fround(unit.exponent) * 0.3) >= 0
    return fits && BigInt(whole) % 8n !== 0n
  }
  const scale = unit.exponent - fraction.length
  const all = whole + fraction
  return all.length <= 18 && scale >= -9 && scale % 3 === 0 && !all.endsWith('000') && !all.startsWith('0')
}

function printBinary(value: bigint): string {
  let rest = value
  let power = 0
  for (; rest % 1024n === 0n && power < binarySuffixes.length - 1; power++) rest /= 1024n
  return `${rest}${binarySuffixes[power]}`
}

function printDecimal(nano: bigint, format: Format): string {
  let rest = nano
  let exponent = -9
  for (; rest % 1000n === 0n; exponent += 3) rest /= 1000n
  if (format === 'DecimalExponent') return exponent === 0 ? `${rest}` : `${rest}e${exponent}`
  // Beyond E there is no suffix, and libraries of 0.34 print none: 1000E becomes 1.
  return `${rest}${decimalSuffixes[exponent / 3 + 3] ?? ''}`
}
