import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')
const proof = read('docs/proof.md')
const rows = [...proof.matchAll(/^\| (trap \d+|[A-G]\d+) \| (.*) \|$/gm)].map(([, id = '', files = '']) => ({
  id,
  files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
}))

/** A comment proves nothing. */
const code = (path: string) => read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

test.each(rows)('docs/proof.md: $id is in the name of a test where it is said to be', ({ id, files }) => {
  expect(files.filter(file => !existsSync(new URL(file, ROOT)))).toEqual([])
  const name = new RegExp(`\\b${id}\\b`)
  expect(files.filter(file => !name.test(code(file)))).toEqual([])
})

test('docs/proof.md has a row for each trap and failure, or says with what it comes', () => {
  const last = { 'trap ': 65, A: 5, B: 8, C: 8, D: 12, E: 7, F: 4, G: 12 }
  const ids = Object.entries(last).flatMap(([kind, most]) => Array.from({ length: most }, (_, n) => `${kind}${n + 1}`))
  const later = [...proof.matchAll(/^\| (?:the traffic routers|analysis) \| (.*) \|$/gm)].flatMap(([, list = '']) =>
    list.split(', '),
  )
  const known = [...rows.map(({ id }) => id), ...later]
  expect(ids.filter(id => !known.includes(id))).toEqual([])
  expect(known.filter((id, index) => known.indexOf(id) !== index || !ids.includes(id))).toEqual([])
})
