/** Go's durations: `1h30m`, `1.5s`, `-2m`, `0`. */
const nanoseconds: { readonly [unit: string]: number } = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** Milliseconds of a duration as time.ParseDuration reads it (there is no `d`), or undefined. */
export function parseDuration(text: string): number | undefined {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return 0
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined
  let total = 0
  for (const [, whole, fraction = '', unit = ''] of rest.matchAll(/(\d*)(?:\.(\d*))?([a-zµμ]+)/g)) {
    const size = nanoseconds[unit] ?? Number.NaN
    // The fraction apart, as an integer, so that 1.15m is 69 s and not a little less.
    total += Number(whole) * size + Math.trunc(Number(fraction) * (size / 10 ** fraction.length))
  }
  if (total > 2 ** 63) return undefined
  return (sign === '-' ? -total : total) / 1e6
}
