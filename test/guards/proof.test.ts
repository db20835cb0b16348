import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')
const rows = [...read('docs/proof.md').matchAll(/^\| (trap \d+|[A-G]\d+) \| (.*) \|$/gm)].map(
  ([, id = '', files = '']) => ({ id, files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) }),
)

test.each(rows)('docs/proof.md: $id is where it is said to be', ({ id, files }) => {
  expect(files.filter(file => !existsSync(new URL(file, ROOT)))).toEqual([])
  const scenarios = files.filter(file => file.startsWith('test/scenarios/'))
  const names = new RegExp(`\\b${id}\\b`)
  expect(scenarios.filter(file => !names.test(read(file)))).toEqual([])
})

test('docs/proof.md has a row for each trap and failure, or says with what it comes', () => {
  expect(rows.length).toBeGreaterThan(80)
})
