import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tolerances } from './compare.ts'

test('every tolerated difference has a row in docs/compatibility.md', () => {
  const document = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8')
  const rows = new Set(Array.from(document.matchAll(/^\| ([A-Z]+\d+) \|/gm), match => match[1]))
  const ids = tolerances().map(({ reason }) => reason.split(':')[0])
  expect(ids.length).toBeGreaterThan(0)
  expect(ids.filter(id => !rows.has(id))).toEqual([])
})
