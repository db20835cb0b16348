/**
 * A strategy is a visible, ordered list of named stages. The runner folds them over the draft until one halts.
 * `halt` is upstream's "return early and let the next pass see fresh counts"; the status pipeline still runs after it.
 */
import type { EventNote, TraceLine } from './decision.ts'
import type { Intent } from './intent.ts'
import type { Instant } from './kube/time.ts'

export interface Step<Draft> {
  /** Only what a later stage of the same pass needs. */
  readonly draft?: Draft
  readonly intents?: readonly Intent[]
  readonly events?: readonly EventNote[]
  readonly wakeAt?: Instant
  readonly halt?: boolean
  readonly trace: Omit<TraceLine, 'stage'>
}

export interface Stage<World, Draft> {
  readonly name: string
  readonly run: (world: World, draft: Draft, now: Instant) => Step<Draft>
}

export interface Folded<Draft> {
  readonly draft: Draft
  readonly intents: readonly Intent[]
  readonly events: readonly EventNote[]
  readonly wakeAt?: Instant
  readonly trace: readonly TraceLine[]
}

/** Folds the stages in order. Event positions are made absolute; the earliest wakeAt wins. Stages after a halt do not run and leave no trace line. */
export function runStages<World, Draft>(
  stages: readonly Stage<World, Draft>[],
  world: World,
  start: Draft,
  now: Instant,
): Folded<Draft> {
  let draft = start
  const intents: Intent[] = []
  const events: EventNote[] = []
  const trace: TraceLine[] = []
  let wakeAt: Instant | undefined
  for (const stage of stages) {
    const step = stage.run(world, draft, now)
    for (const event of step.events ?? []) {
      events.push(event.after === undefined ? event : { ...event, after: event.after + intents.length })
    }
    intents.push(...(step.intents ?? []))
    trace.push({ stage: stage.name, ...step.trace })
    wakeAt = earliest(wakeAt, step.wakeAt)
    draft = step.draft ?? draft
    if (step.halt) break
  }
  return { draft, intents, events, trace, ...(wakeAt === undefined ? {} : { wakeAt }) }
}

export function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined) return b
  return b === undefined ? a : Math.min(a, b)
}
