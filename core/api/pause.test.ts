import { expect, test } from 'vitest'
import { pauseSeconds } from './pause.ts'

test('without a duration a pause waits to be resumed', () => expect(pauseSeconds(undefined)).toBeUndefined())

test.each([
  [0, 0],
  [3, 3],
  [-5, -5],
  ['0', 0],
  ['0s', 0],
  ['90', 90],
  ['-5', -5],
  ['4s', 4],
  ['1h30m', 5400],
  ['1500ms', 1],
  ['999ms', 0],
])('%j is %d s', (duration, seconds) => expect(pauseSeconds(duration)).toBe(seconds))

test.each(['1d', 'soon', '', '4294967296', '1.5'])('%j cannot be read', duration => {
  expect(pauseSeconds(duration)).toBe(-1)
})
