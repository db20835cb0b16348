import { describe, expect, test } from 'vitest'
import { checkDefinition, type Definition } from './definition.ts'
import type { IgnoreDifference } from './ignore.ts'
import { readJqPath, readPointer, without } from './path.ts'

const definition = (spec: Partial<Definition['spec']>): Definition => ({
  name: 'shop',
  spec: {
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
    ...spec,
  },
})
const check = (rule: Partial<IgnoreDifference>, syncOptions: string[] = []) =>
  checkDefinition(
    definition({ ignoreDifferences: [{ group: 'apps', kind: 'Deployment', ...rule }], syncPolicy: { syncOptions } }),
  )

describe('an application that the stand-in cannot play is refused, with the field, the value and the remedy', () => {
  test.each([
    ['CreateNamespace=true', /^Application shop: syncPolicy.syncOptions: "CreateNamespace=true" .*: leave it out/],
    ['PrunePropagationPolicy=later', /takes foreground or background or orphan/],
  ])('%s', (option, message) => {
    expect(() => checkDefinition(definition({ syncPolicy: { syncOptions: [option] } }))).toThrow(message)
  })

  test.each<[Partial<IgnoreDifference>, RegExp]>([
    [
      { jqPathExpressions: ['.spec.containers[] | select(.name == "a")'] },
      /ignoreDifferences\[0\].jqPathExpressions: /,
    ],
    [{ jqPathExpressions: ['.spec | length'] }, /is more than a path/],
    [{ jqPathExpressions: [''] }, /names no place/],
    [{ jsonPointers: ['spec/replicas'] }, /write it as \/spec\/replicas/],
    [{ managedFieldsManagers: ['slipway'] }, /name the fields/],
  ])('%j', (rule, message) => expect(() => check(rule)).toThrow(message))

  test('a place inside a list of a built-in kind, where its value would have to be merged by key', () => {
    const rule = { jqPathExpressions: ['.spec.template.spec.containers[].image'] }
    expect(() => check(rule)).not.toThrow()
    expect(() => check(rule, ['RespectIgnoreDifferences=true'])).toThrow(/name a field outside lists/)
  })
})

describe('a place', () => {
  const object = { a: { 'b/c': [{ x: 1, y: 2 }, { x: 3 }], d: 4 } }

  test.each([
    [readPointer('/a/d'), { a: { 'b/c': [{ x: 1, y: 2 }, { x: 3 }] } }],
    [readPointer('/a/b~1c/0/x'), { a: { 'b/c': [{ y: 2 }, { x: 3 }], d: 4 } }],
    [readJqPath('.a["b/c"][].x'), { a: { 'b/c': [{ y: 2 }, {}], d: 4 } }],
    [readJqPath('.a["b/c"][1]'), { a: { 'b/c': [{ x: 1, y: 2 }], d: 4 } }],
    [readJqPath('.a.none.deeper'), object],
  ])('%j is taken out, the rest stays', (path, left) => {
    expect(without(object, path)).toEqual(left)
  })
})
