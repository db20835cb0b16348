import type { Value } from './script.ts'

/** What one scenario made a controller do. The shape of the files in golden/recorded. */
export interface Recording {
  readonly scenario: string
  readonly records: readonly TakenRecord[]
  /** The order or presence of events differed between two recordings of upstream. */
  readonly eventsVary?: boolean
}

export interface TakenRecord extends Segment {
  readonly record: string
  /** By kind, sorted by name; pods are counted. */
  readonly objects: { readonly [kind: string]: readonly Value[] }
}

/** What happened since the record before. */
export interface Segment {
  /** Distinct states, in the order of resourceVersions. */
  readonly timeline: readonly Value[]
  readonly bounds: Bounds
  readonly events: readonly SeenEvent[]
  /** Objects for which upstream's recorder of events may have fallen silent. */
  readonly eventsCut?: readonly string[]
  /** The way differed between two recordings of upstream. */
  readonly timelineVaries?: boolean
}

export interface Bounds {
  readonly leastReady: number
  readonly mostPods: number
  readonly leastBehindService: { readonly [service: string]: number }
}

export interface SeenEvent {
  /** `Rollout/web` */
  readonly object: string
  readonly type: string
  readonly reason: string
  readonly message: string
}
