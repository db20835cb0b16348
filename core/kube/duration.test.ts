import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['10s', 10_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['1.15m', 69_000],
  ['100us', 0.1],
  ['100µs', 0.1],
  ['-2m', -120_000],
  ['+2m', 120_000],
  ['.5h', 1_800_000],
  ['0', 0],
])('%s is %d ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

test.each(['', '5', '1d', 's', '1 s', '1h-2m', '.s', '1s\n', '9999999h'])('%j is no duration', text => {
  expect(parseDuration(text)).toBeUndefined()
})
