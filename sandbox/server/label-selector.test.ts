import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError, type KubeObject } from '../api.ts'
import { labelSelector } from './label-selector.ts'

const labelled = (labels: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { labels },
})
const web = labelled({ app: 'web', tier: 'front', 'example.com/track': 'canary', size: '3' })

describe('a label selector', () => {
  test.each([
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['missing!=web', true],
    ['app in (web, api)', true],
    ['app notin (web,api)', false],
    ['missing notin (web)', true],
    ['app', true],
    ['missing', false],
    ['!app', false],
    ['!missing', true],
    ['app=web,tier=back', false],
    ['app = web , tier = front', true],
    ['example.com/track=canary', true],
    ['app=', false],
    ['size>2', true],
    ['size<2', false],
    ['', true],
  ])('%s', (selector, chosen) => {
    expect(labelSelector(selector)(web)).toBe(chosen)
  })

  test('an empty value chooses an empty label, not an absent one', () => {
    expect(labelSelector('app=')(labelled({ app: '' }))).toBe(true)
    expect(labelSelector('app=')(labelled({}))).toBe(false)
  })
})

describe('what is no selector is refused in the server’s words', () => {
  test.each([
    ['a===', "unable to parse requirement: found '=', expected: identifier"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
  ])('%s', (selector, message) => {
    expect(() => labelSelector(selector)).toThrow(message)
  })

  test('any text is a selector or a 400', () => {
    void fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '=', '!', '(', ')', ',', ' ', 'in', 'notin', '<', '/', '\u0000', 'ä') }),
        text => {
          try {
            labelSelector(text)(web)
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError)
            expect((error as ApiError).code).toBe(400)
          }
        },
      ),
    )
  })
})
