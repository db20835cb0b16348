import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { realClock } from './clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const minute = 60_000
const day = 24 * 60 * minute

/** The instants at which something due at `at` has run. */
function ranAt(at: number): readonly number[] {
  const times: number[] = []
  realClock.at(at, () => times.push(Date.now()))
  return times
}

test('a wait longer than a timer of Node is kept', () => {
  const times = ranAt(60 * day)
  vi.advanceTimersByTime(61 * day)
  expect(times).toEqual([60 * day])
})

test('a machine that has slept, or whose clock was set, notices within a minute what is due', () => {
  const times = ranAt(30 * minute)
  vi.setSystemTime(day)
  vi.advanceTimersByTime(minute + 1)
  expect(times).toHaveLength(1)
})

test('what was cancelled does not run', () => {
  const times: number[] = []
  const cancel = realClock.at(5 * minute, () => times.push(Date.now()))
  vi.advanceTimersByTime(4 * minute)
  cancel()
  vi.advanceTimersByTime(day)
  expect(times).toEqual([])
})
