import { describe, expect, test } from 'vitest'
import { compare, render } from './compare.ts'
import { differences } from './differences.ts'
import type { Recording, TakenRecord } from './recording.ts'
import { at, holds, partsOf } from './script.ts'
import { foldFlapping } from './timeline.ts'

const event = { object: 'Rollout/web', type: 'Normal', reason: 'X', message: 'm' }
const recording = (changes: Partial<TakenRecord> = {}): Recording => ({
  scenario: 's',
  records: [
    {
      record: 'r',
      timeline: [
        { phase: 'A', step: 1 },
        { phase: 'B', step: 1 },
      ],
      bounds: { leastReady: 2, mostPods: 3, leastBehindService: { s: 1 } },
      events: [event],
      objects: { Rollout: [{ name: 'web', status: { phase: 'A' } }] },
      ...changes,
    },
  ],
})
const phase = (name: string) => recording({ objects: { Rollout: [{ name: 'web', status: { phase: name } }] } })

describe('comparing', () => {
  test('equal recordings have no difference', () => {
    expect(compare(recording(), recording(), 'strict')).toEqual([])
  })

  test('a difference names its path and reads like a diff', () => {
    const found = compare(recording(), phase('Z'), 'off')
    expect(found).toEqual([{ path: 'r.objects.Rollout.web.status.phase', expected: 'A', actual: 'Z' }])
    expect(render(found)).toBe('! r.objects.Rollout.web.status.phase\n    - "A"\n    + "Z"\n')
  })

  test('bounds may be better, not worse', () => {
    const bounds = (leastReady: number, mostPods: number, s: number) =>
      recording({ bounds: { leastReady, mostPods, leastBehindService: { s } } })
    expect(compare(recording(), bounds(3, 2, 2), 'spine')).toEqual([])
    expect(compare(recording(), bounds(1, 4, 0), 'spine')).toHaveLength(3)
  })

  test('the spine forgives another way through the same states, strict does not', () => {
    const other = recording({ timeline: [{ phase: 'C', step: 1 }] })
    expect(compare(recording(), other, 'spine')).toEqual([])
    expect(compare(recording(), other, 'strict')).toHaveLength(1)
  })

  test('a way that varied between two recordings is not asked for', () => {
    const varied = recording({ timelineVaries: true })
    expect(compare(varied, recording({ timeline: [] }), 'strict')).toEqual([])
  })

  test('events after the recorder fell silent are not asked for', () => {
    const more = recording({ events: [event, { ...event, reason: 'Y' }] })
    expect(compare(recording({ eventsCut: ['Rollout/web'] }), more, 'off')).toEqual([])
    expect(compare(recording(), more, 'off')).toHaveLength(1)
  })

  test('the order of conditions says nothing', () => {
    const conditions = [{ type: 'A' }, { type: 'B' }]
    const made = (list: object[]) => recording({ objects: { Rollout: [{ name: 'web', conditions: list }] } })
    expect(compare(made(conditions), made(conditions.toReversed()), 'off')).toEqual([])
  })

  test('sequences of other length are aligned', () => {
    expect(differences([1, 2, 3], [1, 3], 'r.timeline')).toEqual([
      { path: 'r.timeline[1]', expected: [2], actual: undefined },
    ])
  })
})

describe('a timeline', () => {
  test('tells flapping once', () => {
    const [a, b, c] = [{ s: 1 }, { s: 2 }, { s: 3 }]
    for (const repeats of [2, 3, 40]) {
      const flaps = Array.from({ length: repeats }, () => [a, b]).flat()
      expect(foldFlapping([c, ...flaps, c])).toEqual([c, a, b, { flapping: true }, c])
    }
    expect(foldFlapping([a, b, a, c])).toEqual([a, b, a, c])
  })
})

describe('the scenario language', () => {
  test('paths', () => {
    expect(partsOf('a.b[0]["c.d/e"].f')).toEqual(['a', 'b', '0', 'c.d/e', 'f'])
    expect(at({ a: [{ b: 1 }] }, 'a[0].b')).toBe(1)
    expect(at({ a: [] }, 'a[0].b')).toBeUndefined()
  })

  test('conditions', () => {
    const path = ''
    expect(
      holds(3, { path, atLeast: 3 }) && holds(undefined, { path, exists: false }) && holds(1, { path, not: 2 }),
    ).toBe(true)
    expect(holds(1, { path, is: 2 }) || holds(undefined, { path, exists: true })).toBe(false)
  })
})
