import { describe, expect, test } from 'vitest'
import { LuaError, runLua } from './run.ts'

const now = Date.UTC(2026, 10, 21, 10, 16, 41)
const run = (script: string, obj = {}, actionParams?: Record<string, string>) =>
  runLua(script, { obj, ...(actionParams && { actionParams }) }, now)
const failure = (script: string) => {
  try {
    run(script)
  } catch (error) {
    if (error instanceof LuaError) return error.message
  }
  return undefined
}

describe('a script has what Argo CD gives it', () => {
  test('and no other global', () => {
    const script =
      'local names = {} for name in next, _G do table.insert(names, name) end table.sort(names) return names'
    for (const absent of ['string', 'math', 'io', 'os', 'debug', 'coroutine', 'utf8'])
      expect(run(script)).not.toContain(absent)
    for (const present of ['obj', 'actionParams', 'unpack', 'loadstring', 'ipairs', 'table'])
      expect(run(script)).toContain(present)
  })

  test('os.time and os.date by require, on the clock of the sandbox', () => {
    expect(
      run('local os = require("os"); return { os.time(), os.date("!%Y-%m-%dT%H:%M:%SZ"), os.date("%F %T") }'),
    ).toEqual([1795256201, '2026-11-21T10:16:41Z', '2026-11-21 %T'])
  })

  test('parameters as texts', () => {
    expect(
      run('return { actionParams.weight, type(actionParams.weight), actionParams.other }', {}, { weight: '25' }),
    ).toEqual(['25', 'string'])
  })
})

describe('values', () => {
  test('null members and items vanish, whole numbers stay whole, deep objects arrive', () => {
    const obj = {
      a: null,
      list: [1, null, 2],
      three: 3,
      half: 0.5,
      big: 3_000_000_000,
      deep: { a: { b: { c: [{ d: {} }] } } },
    }
    expect(run('return obj', obj)).toEqual({
      list: [1, 2],
      three: 3,
      half: 0.5,
      big: 3_000_000_000,
      deep: { a: { b: { c: [{ d: [] }] } } },
    })
    expect(run('return { "n=" .. obj.three }', obj)).toEqual(['n=3'])
  })

  test('only the last returned value counts; nothing is null', () => {
    expect(run('return { 1 }, { 2 }')).toEqual([2])
    expect(run('local x = 1')).toBeNull()
  })
})

describe('errors', () => {
  test.each([
    ['error("refused", 0)', 'refused'],
    ['local a = { 1 } return { a, a }', 'cannot encode recursively nested tables to JSON'],
    ['return { 1, x = 2 }', 'cannot encode mixed or invalid key types'],
    ['return { [1] = 1, [3] = 3 }', 'cannot encode sparse array'],
    ['return { f = print }', 'cannot encode function to JSON'],
    ['while true do end', '<string>:1: context deadline exceeded'],
    ['while true do pcall(function() while true do end end) end', '<string>:1: context deadline exceeded'],
  ])('%s', (script, message) => {
    expect(failure(script)).toBe(message)
  })

  test('a runtime error names the line', () => {
    expect(failure('local x\nreturn obj.a.b')).toMatch(/^<string>:2: /)
    expect(failure('return (')).toMatch(/^<string>:1: /)
  })
})
