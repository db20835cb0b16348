import { expect, test } from 'vitest'
import { parseYaml } from './yaml.ts'

test.each([
  ['a: yes', { a: true }],
  ['a: off', { a: false }],
  ['y: n', { y: 'n' }],
  ['a: "yes"', { a: 'yes' }],
  ['a: 2026-01-01T00:00:00Z', { a: '2026-01-01T00:00:00Z' }],
  ['a: 2026-01-01', { a: '2026-01-01' }],
  ['a: 12:30:45', { a: '12:30:45' }],
  ['a: 010', { a: 8 }],
  ['a: 0x10', { a: 16 }],
  ['a: 1.5', { a: 1.5 }],
  ['a: ~', { a: null }],
  ['x: &x {a: 1}\ny: {<<: *x, b: 2}', { x: { a: 1 }, y: { a: 1, b: 2 } }],
])('%s', (text, value) => {
  expect(parseYaml(text)).toEqual(value)
})
