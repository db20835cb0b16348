import { expect, test } from 'vitest'
import { goJsonString, goQuote } from './gotext.ts'

test('JSON: HTML and line separators are escaped', () => {
  expect(goJsonString('<a>&"\\\u2028€\n\u0001')).toBe('"\\u003ca\\u003e\\u0026\\"\\\\\\u2028€\\n\\u0001"')
})

test.each([
  ['plain', '"plain"'],
  ['say "hi"\\', '"say \\"hi\\"\\\\"'],
  ['tab\tbell\x07nul\0', '"tab\\tbell\\anul\\x00"'],
  ['€ 中 😀', '"€ 中 😀"'],
  ['no break\u00a0sep\u2028', '"no break\\u00a0sep\\u2028"'],
])('%%q of %j', (text, quoted) => expect(goQuote(text)).toBe(quoted))
