import { describe, expect, test } from 'vitest'
import { runIn } from './checkout.ts'

const lint = (path: string, text: string) =>
  runIn(['biome.json', '.gitignore'], { [path]: text }, 'biome', ['check', '--vcs-enabled=false', path])

describe('the linter', () => {
  test('lets a clean file pass', () => {
    expect(lint('core/clean.ts', 'export const answer = 42\n')).toMatchObject({ code: 0 })
  })

  test.each(['Date.now()', 'console.log(1)', 'process.env', "fetch('http://localhost')", 'performance.now()'])(
    'refuses %s in core: the decision is pure',
    expression => {
      const { code, output } = lint('core/impure.ts', `export const impure = ${expression}\n`)
      expect(code).not.toBe(0)
      expect(output).toMatch(/noRestrictedGlobals|noConsole/)
    },
  )

  test('finds a promise that nobody waits for, with this version of TypeScript', () => {
    const { code, output } = lint('controller/floating.ts', 'async function work(): Promise<void> {}\n\nwork()\n')
    expect(code).not.toBe(0)
    expect(output).toMatch(/noFloatingPromises/)
  })

  test('refuses any', () => {
    expect(lint('controller/any.ts', 'export const x: any = 1\n').output).toMatch(/noExplicitAny/)
  })
})
