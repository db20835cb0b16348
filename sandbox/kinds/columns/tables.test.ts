import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../api.ts'
import { builtinKinds, type Kind, kindFromCrd } from '../index.ts'
import { renderDuration } from './common.ts'

interface Row {
  readonly apiVersion: string
  readonly kind: string
  readonly now: number
  readonly columns: readonly string[]
  readonly cells: readonly unknown[]
  readonly object: KubeObject
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
/** What a Kubernetes 1.34 API server answered to who asked for a Table. */
const rows: Row[] = read('../testdata/tables.json')
const probe = kindFromCrd(read('../../schema/testdata/custom-resource.json').crd, 'v1')

function kindOf({ apiVersion, kind }: Row): Kind {
  if (kind === 'Probe') return probe
  return builtinKinds.find(
    one => one.kind === kind && (one.group ? `${one.group}/${one.version}` : one.version) === apiVersion,
  )!
}

/** Seconds went by between the creation of the object and the answer. */
const ANY_AGE = /^\d+s$/

describe('an object is printed as a real server prints it', () => {
  test.each(rows.map((row, index) => ({ ...row, index })))('$index $kind', row => {
    const { columns } = kindOf(row)
    expect(columns.map(({ name, type, format, priority }) => `${name}:${type}:${format}:${priority}`)).toEqual(
      row.columns,
    )
    const cells = columns.map(column => column.cell(row.object, row.now))
    const young = (cell: unknown) => (typeof cell === 'string' && ANY_AGE.test(cell) ? 'YOUNG' : cell)
    expect(cells.map(young)).toEqual(row.cells.map(young))
  })
})

test('a duration has two units while the first is small', () => {
  const hour = 3600
  const day = 24 * hour
  const printed: { readonly [text: string]: number } = {
    '0s': 0,
    '119s': 119,
    '2m': 120,
    '3m20s': 200,
    '10m': 605,
    '179m': 179 * 60,
    '3h': 3 * hour,
    '7h59m': 8 * hour - 1,
    '8h': 8 * hour + 70,
    '47h': 48 * hour - 1,
    '2d': 2 * day,
    '3d4h': 3 * day + 4 * hour,
    '8d': 8 * day + hour,
    '729d': 730 * day - 1,
    '2y': 730 * day,
    '2y34d': 764 * day,
    '8y': 8 * 365 * day + day,
  }
  for (const [text, seconds] of Object.entries(printed)) expect(renderDuration(seconds * 1000)).toBe(text)
  expect(renderDuration(-5000)).toBe('<invalid>')
})
