import { describe, expect, test } from 'vitest'
import * as make from '../testing/subject.ts'
import { type Around, subjectOf } from '../testing/subject.ts'
import { isWithin } from './bounds.ts'
import { forecast } from './forecast.ts'
import { worldAtCreation } from './world.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

function rowsOf(around: Around) {
  const { surroundings, manifest } = subjectOf(around)
  return forecast(worldAtCreation(surroundings, manifest, START), START)
}

const sized = (replicas: number, status: object = {}) => {
  const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas, ...status }
  return make.deployment('web', { spec: { replicas }, status: counts })
}

describe('what would happen', () => {
  test.each([
    ['progressively', 5, { least: 3, most: 5 }],
    ['onsuccess', 8, { least: 3, most: 9 }],
  ] as const)('with %s: never more than %i pods, and drained at the end', (scaleDown, most, bounds) => {
    const rows = rowsOf({ wish: { scaleDown } })
    expect(Math.max(...rows.map(({ total }) => total))).toBe(most)
    expect(rows.every(({ isWithin }) => isWithin)).toBe(true)
    expect(rows[0]?.bounds).toEqual(bounds)
    expect(rows.at(-1)).toMatchObject({ deployment: 0, rollout: 4, available: 4 })
  })

  test('with never: two fleets, no bounds', () => {
    const last = rowsOf({ wish: { scaleDown: 'never' } }).at(-1)
    expect(last).toMatchObject({ deployment: 4, rollout: 4 })
    expect(last?.bounds).toBeUndefined()
  })

  test('of a Deployment that lacks pods is not to blame for that', () => {
    const rows = rowsOf({ deployment: sized(4, { availableReplicas: 1 }) })
    expect(rows[0]).toMatchObject({ available: 1, isWithin: true })
    expect(rows.every(({ isWithin }) => isWithin)).toBe(true)
    expect(rows.at(-1)).toMatchObject({ deployment: 0, rollout: 4 })
  })

  test('of a large fleet is told for a hundred pods', () => {
    const rows = rowsOf({ deployment: sized(1000) })
    expect(rows[0]).toMatchObject({ deployment: 100 })
    expect(rows.at(-1)).toMatchObject({ deployment: 0, rollout: 100 })
  })
})

test.each([
  [{ total: 5, available: 3 }, true],
  [{ total: 6, available: 4 }, false],
  [{ total: 4, available: 2 }, false],
])('%j is within 3 to 5: %s', (now, expected) => {
  expect(isWithin({ least: 3, most: 5 }, now, { total: 4, available: 4 })).toBe(expected)
})
