import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { duplicateFields } from './duplicates.ts'

const found = (text: string) => duplicateFields(new TextEncoder().encode(text))

test.each([
  ['{"a":1,"a":2}', ['duplicate field "a"']],
  ['{"metadata":{"name":"a","name":"b"},"foo":1}', ['duplicate field "metadata.name"']],
  ['{"list":[{"a":1},{"a":1,"b":[],"a":2}]}', ['duplicate field "list[1].a"']],
  ['{"a":{"a":1},"b":{"a":1}}', []],
  ['{"a":"\\"a\\":1,","b":"}{"}', []],
  ['{"a" : 1 , "\\u0061" : 2}', ['duplicate field "a"']],
  ['[1,2]', []],
])('%s', (text, faults) => {
  expect(found(text)).toEqual(faults)
})

test('JSON that was made from an object has none', () => {
  void fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      expect(found(JSON.stringify(value))).toEqual([])
    }),
  )
})
