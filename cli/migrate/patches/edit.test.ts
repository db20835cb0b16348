import { describe, expect, test } from 'vitest'
import { editDocument } from './edit.ts'

const odd = `# ours
apiVersion:   v1   # version
data: {a: 'x',   b: "y"}
items:
- one   # first
-  two
long: a text that is much longer than eighty characters and has to stay on its one line, whatever a library likes best
---
kind: Other   # untouched
`

/** Lines that are not in the other. */
const without = (a: string, b: string) => a.split('\n').filter(line => !b.split('\n').includes(line))

describe('an edit', () => {
  test('changes its line, and keeps the comment behind it', () => {
    const edited = editDocument(odd, 0, document => document.setIn(['apiVersion'], 'v2'))
    expect([without(edited, odd), without(odd, edited)]).toEqual([
      ['apiVersion: v2 # version'],
      ['apiVersion:   v1   # version'],
    ])
  })

  test('adds a line where nothing else moves', () => {
    const edited = editDocument(odd, 1, document => document.setIn(['name'], 'web'))
    expect(edited).toBe(`${odd}name: web\n`)
  })

  test('keeps quotes', () => {
    expect(editDocument(`a: 'x'\nb: "y"\n`, 0, document => document.setIn(['b'], 'z'))).toBe(`a: 'x'\nb: "z"\n`)
  })

  test.each([
    ['items:\n- a   # x\n- b\n', 'items:\n- a   # x\n- b\n- c\n'],
    ['items:\n    - a   # x\n    - b\n', 'items:\n    - a   # x\n    - b\n    - c\n'],
    ['items: [a, b]\n', 'items: [ a, b, c ]\n'],
  ])('adds to a list as its author writes lists', (before, after) => {
    expect(editDocument(before, 0, document => document.addIn(['items'], 'c'))).toBe(after)
  })
})
