import { describe, expect, test } from 'vitest'
import { restoreEmptyMaps } from './actions/empty-maps.ts'
import { diff, threeWay } from './merge.ts'

describe('a merge patch between two states', () => {
  test.each([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, {}],
    ['a new field', { a: 1 }, { a: 1, b: 2 }, { b: 2 }],
    ['a field that goes', { a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { c: 1 } }, { b: { d: null } }],
    ['a list, whole', { a: [1, 2] }, { a: [1, 3] }, { a: [1, 3] }],
    ['a map in place of a text', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('%s', (_, from, to, patch) => {
    expect(diff(from, to)).toEqual(patch)
  })
})

describe('client-side apply', () => {
  const container = { name: 'web', image: 'web:1' }
  test.each([
    ['what only the cluster has stays', {}, { a: 1 }, { a: 1, b: 2 }, {}],
    ['what Git wants is set', {}, { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1 } }],
    ['what Git no longer wants goes', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }, { b: null }],
    ['what Git no longer wants and nobody has is no difference', { a: 1, b: 2 }, { a: 1 }, { a: 1 }, {}],
    [
      'a default inside a list item is no difference',
      {},
      { c: [container] },
      { c: [{ ...container, resources: {} }] },
      {},
    ],
    [
      'a field that left a list item replaces the list',
      { c: [{ ...container, env: [] }] },
      { c: [container] },
      { c: [{ ...container, env: [] }] },
      { c: [container] },
    ],
    [
      'a changed item replaces the list',
      {},
      { c: [{ ...container, image: 'web:2' }] },
      { c: [container] },
      { c: [{ ...container, image: 'web:2' }] },
    ],
    ['a list of another length replaces the list', {}, { c: [1] }, { c: [1, 2] }, { c: [1] }],
  ])('%s', (_, applied, desired, live, patch) => {
    expect(threeWay(applied, desired, live)).toEqual(patch)
  })
})

describe('an empty table from Lua', () => {
  test('is a map again where the live object has one, also inside list items', () => {
    const live = { steps: [{ setWeight: 20 }, { pause: {} }], list: [], map: {} }
    expect(restoreEmptyMaps({ steps: [{ setWeight: 20 }, { pause: [] }], list: [], map: [] }, live)).toEqual(live)
  })

  test('stays a list where nothing says otherwise', () => {
    expect(restoreEmptyMaps({ fresh: [] }, {})).toEqual({ fresh: [] })
  })
})
