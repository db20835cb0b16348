import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Tolerance, tolerances, tolerates } from './tolerance.ts'

test('every tolerated difference has a row in docs/compatibility.md', () => {
  const document = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8')
  const rows = new Set(Array.from(document.matchAll(/^\| ([A-Z]+\d+) \|/gm), match => match[1]))
  const ids = tolerances().map(({ reason }) => reason.split(':')[0])
  expect(ids.length).toBeGreaterThan(0)
  expect(ids.filter(id => !rows.has(id))).toEqual([])
})

describe('a tolerance', () => {
  const path = 'r.x'
  const lets = (rule: Partial<Tolerance>, expected: unknown, actual: unknown, scenario = 's') =>
    tolerates({ path: 'r.*', reason: 'A1', ...rule }, scenario, { path, expected, actual })
  const event = (reason: string) => ({ type: 'Normal', reason, message: 'to 3' })

  test('of a lower number lets no higher one pass', () => {
    expect([lets({ allows: 'lower' }, '3', '2'), lets({ allows: 'lower' }, 2, 3)]).toEqual([true, false])
  })

  test('of a spelling lets no other amount pass', () => {
    const pairs = [
      ['2', '2000m'],
      [{}, undefined],
      [undefined, false],
      ['2', '3'],
      [undefined, '1Gi'],
    ]
    expect(pairs.map(([a, b]) => lets({ allows: 'spelling' }, a, b))).toEqual([true, true, true, false, false])
  })

  test('of Services lets no other step pass', () => {
    const state = (step: number, canary: string) => [{ step, services: { canary } }]
    expect(lets({ allows: 'services' }, state(1, 'a'), state(1, 'b'))).toBe(true)
    expect(lets({ allows: 'services' }, state(1, 'a'), state(2, 'b'))).toBe(false)
  })

  test('of events lets only those pass, on the side where they are listed', () => {
    const rule = { ours: ['Scaled*: to ?'] }
    expect(lets(rule, undefined, [event('ScaledUp')])).toBe(true)
    expect(lets(rule, [event('ScaledUp')], undefined)).toBe(false)
    expect(lets(rule, undefined, [event('ScaledUp'), event('Paused')])).toBe(false)
  })

  test('of values lets only those pass', () => {
    const rule = { upstream: ['0'], ours: ['2', '{"x":*'] }
    expect([lets(rule, 0, 2), lets(rule, undefined, { x: 1 })]).toEqual([true, true])
    expect([lets(rule, 1, 2), lets(rule, 0, 3), lets(rule, 0, { y: 1 })]).toEqual([false, false, false])
  })

  test('is for its scenario and path alone', () => {
    const rule = { allows: 'lower' } as const
    expect(lets({ ...rule, scenario: 't' }, 3, 2)).toBe(false)
    expect(lets({ ...rule, path: 'q.*' }, 3, 2)).toBe(false)
  })
})
