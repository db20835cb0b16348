import { expect, test } from 'vitest'
import { runIn } from './checkout.ts'

const manifest = JSON.stringify({ name: 'guard', type: 'module', main: 'core/decide.ts' })
const decide = "import { used } from './used.ts'\n\nconsole.log(used)\n"
const dead = (files: Record<string, string>) =>
  runIn(['knip.json', 'tsconfig.base.json'], { 'package.json': manifest, 'core/decide.ts': decide, ...files }, 'knip', [
    '--include',
    'files,exports',
  ])

test('dead code: a tree in which everything is used passes', () => {
  expect(dead({ 'core/used.ts': 'export const used: number = 1\n' })).toMatchObject({ code: 0 })
})

test('dead code: an export that nobody imports and a file that nobody reaches are found', () => {
  const { code, output } = dead({
    'core/used.ts': 'export const used: number = 1\nexport const forgotten: number = 2\n',
    'core/lost.ts': 'export const lost = 1\n',
  })
  expect(code).not.toBe(0)
  expect(output).toMatch(/forgotten/)
  expect(output).toMatch(/lost\.ts/)
})
