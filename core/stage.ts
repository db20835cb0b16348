/**
 * A strategy is a visible, ordered list of named stages. The runner folds them over the draft until one halts.
 * `halt` is upstream's "return early and let the next pass see fresh counts"; the status pipeline still runs after it.
 * The draft carries the writes (core/draft.ts); a stage returns a new one and never changes the old.
 */
import type { TraceLine } from './decision.ts'
import type { Instant } from './kube/time.ts'

export interface Step<Draft> {
  readonly draft?: Draft
  readonly wakeAt?: Instant | undefined
  readonly halt?: boolean
  readonly trace: Omit<TraceLine, 'stage'>
}

export interface Stage<Situation, Draft> {
  readonly name: string
  readonly run: (situation: Situation, draft: Draft, now: Instant) => Step<Draft>
}

export interface Folded<Draft> {
  readonly draft: Draft
  readonly wakeAt?: Instant
  readonly trace: readonly TraceLine[]
  /** The stage that halted the pass, if one did. */
  readonly haltedBy?: string
}

/** A trace line of the stage that returns it. */
export function said(
  outcome: TraceLine['outcome'],
  reason: string,
  facts: TraceLine['facts'] = {},
): Step<never>['trace'] {
  return { outcome, reason, facts }
}

/** What a stage that makes something true returns: it has acted if the draft is another one, else it was true already. */
export function moved<Draft>(
  before: Draft,
  after: Draft,
  [acted, satisfied]: readonly [string, string],
  facts: TraceLine['facts'] = {},
): Step<Draft> {
  const trace = after === before ? said('satisfied', satisfied, facts) : said('acted', acted, facts)
  return { draft: after, trace }
}

/** Folds the stages in order; the earliest wakeAt wins. Stages after a halt do not run and leave no trace line. */
export function runStages<Situation, Draft>(
  stages: readonly Stage<Situation, Draft>[],
  situation: Situation,
  start: Draft,
  now: Instant,
): Folded<Draft> {
  let draft = start
  let wakeAt: Instant | undefined
  const trace: TraceLine[] = []
  for (const stage of stages) {
    const step = stage.run(situation, draft, now)
    trace.push({ stage: stage.name, ...step.trace })
    wakeAt = earliest(wakeAt, step.wakeAt)
    draft = step.draft ?? draft
    if (step.halt) return { draft, trace, haltedBy: stage.name, ...(wakeAt === undefined ? {} : { wakeAt }) }
  }
  return { draft, trace, ...(wakeAt === undefined ? {} : { wakeAt }) }
}

export function earliest(...moments: readonly (Instant | undefined)[]): Instant | undefined {
  const known = moments.filter(moment => moment !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
