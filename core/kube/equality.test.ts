import { expect, test } from 'vitest'
import { semanticallyEqual } from './equality.ts'

test.each([
  [{ a: [] }, {}, true],
  [{ a: {} }, { a: null }, true],
  [{ a: [1, 2] }, { a: [1, 2] }, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: '' }, {}, false],
  [{ a: 0 }, {}, false],
  [{ a: { b: '1' } }, { a: { b: '1', c: [] } }, true],
  [{ a: [{}] }, { a: [] }, false],
  ['1', 1, false],
  [[1], { 0: 1 }, false],
])('%j and %j: %s', (a, b, equal) => expect(semanticallyEqual(a, b)).toBe(equal))
