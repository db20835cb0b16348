/** Measured counts against the committed ones and against the goals. */
import { type Counts, type Totals, totalsOf } from './counts.ts'
import type { Measured, Scene } from './measure.ts'

/** One kind of request whose number differs from the committed one. */
export interface Change {
  readonly scene: Scene
  readonly kind: string
  readonly expected: number
  readonly measured: number
}

interface Goal {
  readonly scene: Scene
  readonly what: string
  readonly of: (totals: Totals) => number
  readonly atMost: number
}

const otherThanEvents = ({ requests, events }: Totals) => requests - events

const goals: readonly Goal[] = [
  { scene: 'canary', what: 'requests', of: ({ requests }) => requests, atMost: 32 },
  { scene: 'canary', what: 'requests other than events', of: otherThanEvents, atMost: 15 },
  { scene: 'blueGreen', what: 'requests', of: ({ requests }) => requests, atMost: 16 },
  { scene: 'blueGreen', what: 'GETs', of: ({ gets }) => gets, atMost: 0 },
  { scene: 'start', what: 'writes', of: ({ writes }) => writes, atMost: 0 },
  { scene: 'idle', what: 'writes', of: ({ writes }) => writes, atMost: 0 },
]

/** A scene that nothing is committed of yet has grown from nothing. */
export function changesOf(committed: Partial<Measured>, measured: Measured): readonly Change[] {
  return (Object.keys(measured) as Scene[]).flatMap(scene => {
    const [before, now] = [committed[scene] ?? {}, measured[scene]]
    return kindsOf(before, now)
      .map(kind => ({ scene, kind, expected: before[kind] ?? 0, measured: now[kind] ?? 0 }))
      .filter(change => change.expected !== change.measured)
  })
}

export function hasGrown(changes: readonly Change[]): boolean {
  return changes.some(({ expected, measured }) => measured > expected)
}

function kindsOf(...counts: readonly Counts[]): readonly string[] {
  return [...new Set(counts.flatMap(each => Object.keys(each)))].sort()
}

export function goalLines(measured: Measured): readonly string[] {
  return goals.map(({ scene, what, of, atMost }) => {
    const count = of(totalsOf(measured[scene]))
    return `${scene}: ${count} ${what}, goal at most ${atMost}${count > atMost ? `: missed by ${count - atMost}` : ''}`
  })
}
