import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8')
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, code = '']) => code)

test('docs/migrate.md names every finding, and no other', () => {
  const sources = globSync('cli/migrate/**/*.ts', { cwd: join(import.meta.dirname, '../../..') })
  const files = sources.filter(path => !path.endsWith('.test.ts')).map(read)
  const found = files.flatMap(text => matches(text, /\b(?:error|warning|info|say)\(\s*'([A-Z]\w+)'/g))
  const [, table = ''] = read('docs/migrate.md').split('## Findings')
  const told = matches(table.split('\n## ')[0]!, /`([A-Z]\w+)`/g)
  expect(found.length).toBeGreaterThan(30)
  expect(told.toSorted()).toEqual([...new Set(found)].toSorted())
})
