import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergePatch } from './diff.ts'

test.each([
  ['nothing differs', { a: 1, b: { c: [1] } }, { a: 1, b: { c: [1] } }, undefined],
  ['a leaf changes', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
  ['a field goes', { a: 1, b: 2 }, { b: 2 }, { a: null }],
  ['a field goes that JavaScript gives every object', { a: { toString: 1 } }, { a: {} }, { a: { toString: null } }],
  ['a list changes', { a: [1, 2] }, { a: [1] }, { a: [1] }],
  ['an object takes the place of a list', { a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['the order of fields differs', { a: 1, b: 2 }, { b: 2, a: 1 }, undefined],
])('the patch when %s', (_, before, after, patch) => {
  expect(mergePatch(before, after)).toEqual(patch)
})

/** RFC 7386, written down from its pseudo code. */
function apply(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field]
    else result[field] = apply(result[field], value)
  }
  return result
}

/** A merge patch has no null to set, and no field of an API is called as JavaScript calls a prototype. */
const isPatchable = (value: unknown): boolean =>
  typeof value !== 'object' ||
  (value !== null && (Array.isArray(value) || Object.entries(value).every(isPatchableField)))
const isPatchableField = ([field, value]: readonly [string, unknown]) => field !== '__proto__' && isPatchable(value)
const fields = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
  .filter(isPatchable)

test('applying the patch to what was gives what should be', () => {
  fc.assert(
    fc.property(fields, fields, (before, after) => {
      expect(apply(before, mergePatch(before, after) ?? {})).toEqual(after)
    }),
  )
})
