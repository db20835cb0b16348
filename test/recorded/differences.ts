/** What two values differ in, by path. */
import { isDeepStrictEqual } from 'node:util'
import type { Bounds } from './recording.ts'
import type { Value } from './script.ts'

export interface Difference {
  readonly path: string
  readonly expected: Value
  readonly actual: Value
}

export function differences(expected: Value, actual: Value, path = ''): Difference[] {
  if (isDeepStrictEqual(expected, actual)) return []
  if (path.endsWith('.bounds') && expected && actual) return worse(expected, actual, path)
  if (isMap(expected) && isMap(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap(key => differences(expected[key], actual[key], path ? `${path}.${key}` : key))
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (isSequence(path)) return aligned(expected, actual, path)
    if (expected.length === actual.length)
      return expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`))
  }
  return [{ path, expected, actual }]
}

/** Bounds are one-sided: doing better is no difference. */
function worse(expected: Bounds, actual: Bounds, path: string): Difference[] {
  const found: Difference[] = []
  const note = (field: string, isWorse: boolean, [a, b]: [number, number]) =>
    isWorse && found.push({ path: `${path}.${field}`, expected: a, actual: b })
  note('leastReady', actual.leastReady < expected.leastReady, [expected.leastReady, actual.leastReady])
  note('mostPods', actual.mostPods > expected.mostPods, [expected.mostPods, actual.mostPods])
  for (const [service, least] of Object.entries(expected.leastBehindService)) {
    const count = actual.leastBehindService[service] ?? least
    note(`leastBehindService.${service}`, count < least, [least, count])
  }
  return found
}

/** Two sequences of different length: what is only in one of them, by a longest common subsequence. */
function aligned(expected: readonly Value[], actual: readonly Value[], path: string): Difference[] {
  const found: Difference[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...matches(expected, actual), [expected.length, actual.length] as const]) {
    if (a > i || b > j)
      found.push({ path: `${path}[${i}]`, expected: some(expected.slice(i, a)), actual: some(actual.slice(j, b)) })
    i = a + 1
    j = b + 1
  }
  return found
}

function matches(expected: readonly Value[], actual: readonly Value[]): [number, number][] {
  const longest = Array.from({ length: expected.length + 1 }, () => new Array<number>(actual.length + 1).fill(0))
  const equal = (i: number, j: number) => isDeepStrictEqual(expected[i], actual[j])
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = actual.length - 1; j >= 0; j--)
      longest[i]![j] = equal(i, j) ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!)
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < expected.length && j < actual.length; ) {
    if (equal(i, j)) pairs.push([i++, j++])
    else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++
    else j++
  }
  return pairs
}

const isMap = (value: Value) => value !== null && typeof value === 'object' && !Array.isArray(value)
const isSequence = (path: string) => path.endsWith('.timeline') || path.startsWith('events.')
const some = (items: readonly Value[]) => (items.length > 0 ? items : undefined)
