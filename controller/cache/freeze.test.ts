import { expect, test } from 'vitest'
import { deepFreeze } from './freeze.ts'

test('what is in the cache cannot be changed by whoever reads it, however deep (trap 45, B7)', () => {
  const cached = deepFreeze({ metadata: { annotations: { a: '1' } }, list: [{ b: 1 }] })
  expect(() => Object.assign(cached.metadata.annotations, { a: '2' })).toThrow(TypeError)
  expect(() => Object.assign(cached.list[0]!, { b: 2 })).toThrow(TypeError)
})
