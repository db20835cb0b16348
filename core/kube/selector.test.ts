import { describe, expect, test } from 'vitest'
import { formatSelector, matchesSelector, parseSelector } from './selector.ts'

const selector = {
  matchLabels: { tier: 'front', app: 'web' },
  matchExpressions: [
    { key: 'zone', operator: 'In', values: ['b', 'a'] },
    { key: 'gone', operator: 'DoesNotExist' },
    { key: 'env', operator: 'NotIn', values: ['dev'] },
    { key: 'node', operator: 'Exists' },
  ],
}
const text = 'app=web,env notin (dev),!gone,node,tier=front,zone in (a,b)'

test('text form: sorted by key, values sorted', () => expect(formatSelector(selector)).toBe(text))
test('text form of an empty selector', () => expect(formatSelector({})).toBe('<none>'))

describe('both forms match the same labels', () => {
  const fits = { app: 'web', tier: 'front', zone: 'a', node: '' }
  const read = parseSelector(text) ?? []
  test.each([
    ['all that is asked for', fits, true],
    ['another value', { ...fits, app: 'api' }, false],
    ['a value outside the set', { ...fits, zone: 'c' }, false],
    ['a label that must not exist', { ...fits, gone: '' }, false],
    ['an excluded value', { ...fits, env: 'dev' }, false],
    ['another value than the excluded one', { ...fits, env: 'prod' }, true],
    ['nothing', undefined, false],
  ])('%s', (_, labels, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected)
    expect(matchesSelector(read, labels)).toBe(expected)
  })
})

test('an empty selector matches everything', () => expect(matchesSelector({}, undefined)).toBe(true))
test('an unknown operator matches nothing', () => {
  expect(matchesSelector({ matchExpressions: [{ key: 'a', operator: 'Near' }] }, { a: '' })).toBe(false)
})

describe('queries', () => {
  const labels = { a: '1', 'x.io/b': 'two' }
  test.each([
    ['', true],
    ['a=1', true],
    ['a==1,x.io/b', true],
    ['a!=1', false],
    ['missing!=1', true],
    ['a in (0, 1)', true],
    ['a notin (0,1)', false],
    ['!missing', true],
    ['a>0', true],
    ['a<1', false],
  ])('%j', (query, expected) => expect(matchesSelector(parseSelector(query) ?? [], labels)).toBe(expected))
  test.each(['a in', 'a in 1', '=1', 'a>x', 'a,,b', 'a b'])('%j cannot be read', query => {
    expect(parseSelector(query)).toBeUndefined()
  })
})
