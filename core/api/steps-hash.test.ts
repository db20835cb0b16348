import { describe, expect, test } from 'vitest'
import { stepsHash } from './steps-hash.ts'
import recorded from './testdata/steps-hashes.json' with { type: 'json' }
import type { CanaryStep } from './types.ts'

describe('literals of upstream (contract rollout 3.4)', () => {
  test('no steps', () => expect(stepsHash(undefined)).toBe('5ffbfbbd64'))
  test('one indefinite pause', () => expect(stepsHash([{ pause: {} }])).toBe('6b9b86fbd5'))
  test('two of them', () => expect(stepsHash([{ pause: {} }, { pause: {} }])).toBe('79c9b9f6bf'))
})

describe('steps seen on a cluster with the hash that upstream stored', () => {
  test.each(recorded)('$hash ($source)', ({ steps, hash }) => {
    expect(stepsHash((steps as readonly CanaryStep[] | null) ?? undefined)).toBe(hash)
  })
})
