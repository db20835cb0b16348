import { describe, expect, it } from 'vitest'
import type { IntOrString } from '../api/types.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { basicCounts } from './basic.ts'
import { fencepostsOf } from './fenceposts.ts'
import { splitByWeight } from './split.ts'
import basic from './testdata/basic.json' with { type: 'json' }
import split from './testdata/split.json' with { type: 'json' }

function fenceposts(maxSurge: IntOrString | undefined, maxUnavailable: IntOrString | undefined, replicas: number) {
  const canary = {
    ...(maxSurge === undefined ? {} : { maxSurge }),
    ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
  }
  return fencepostsOf(clusterWith({ strategy: { canary } }).rollout, replicas)
}

describe('the split of pods nearest to a weight (E7)', () => {
  it.each(split.rows)('%i pods, %i of %i percent, surge %i: %i canary and %i stable', (...row) => {
    const [replicas, weight, maxWeight, surge, canary, stable] = row as [number, number, number, number, number, number]
    expect(splitByWeight(replicas, weight, maxWeight, surge)).toEqual({ canary, stable })
  })
})

describe('the sizes to ask for now (trap 16)', () => {
  it.each(basic.rows)(
    'N %s, weight %s, surge %s, unavailable %s, canary %s (%s), stable %s (%s), older %s: %s and %s',
    (...row) => {
      const [replicas, weight, , , canary, canaryAvailable, stable, stableAvailable, older, wantCanary, wantStable] =
        row as number[]
      const counts = basicCounts({
        replicas: replicas!,
        weight: weight!,
        maxWeight: 100,
        fenceposts: fenceposts(row[2], row[3], replicas!),
        canary: { spec: canary!, available: canaryAvailable! },
        stable: { spec: stable!, available: stableAvailable! },
        older: older!,
      })
      expect(counts).toEqual({ canary: wantCanary, stable: wantStable })
    },
  )

  it('are N for the only version, whatever the weight', () => {
    const only = { replicas: 10, weight: 0, maxWeight: 100, fenceposts: { surge: 0, unavailable: 1 }, older: 0 }
    expect(basicCounts({ ...only, canary: { spec: 9, available: 9 } })).toEqual({ canary: 10, stable: 0 })
  })
})

describe('surge and unavailability', () => {
  it.each([
    ['nothing is said', undefined, undefined, 10, 3, 2],
    ['a text has no percent sign', '20', '10', 10, 2, 1],
    ['percentages are rounded', '15%', '15%', 10, 2, 1],
    ['both are zero', '0%', '0%', 10, 0, 1],
    ['more than N may be missing', 0, 20, 10, 0, 10],
    ['N is zero', 1, 1, 0, 1, 0],
    ['a text is no number', 'many', 1, 10, 0, 0],
  ] as const)('when %s', (_, maxSurge, maxUnavailable, replicas, surge, unavailable) => {
    expect(fenceposts(maxSurge, maxUnavailable, replicas)).toEqual({ surge, unavailable })
  })
})
