/**
 * Draft: what a pass has decided so far. Writes to one object are merged into one request. A merged patch stands where the last of them was
 * asked for, so that nothing that has to come first is overtaken; a creation stays where it is.
 */
import type { EventNote } from './decision.ts'
import type { Alive, Body, Intent, Preconditions, Target } from './intent.ts'

export interface Draft {
  readonly writes: readonly Write[]
  /** In the order in which people should read them. */
  readonly notes: readonly Note[]
  /** Where among the notes those of the status belong; at the end when absent. */
  readonly statusNotesAt?: number
  readonly addPauses: readonly string[]
  readonly removePauses: readonly string[]
  /** New sizes by ReplicaSet name: while there are any, counts are stale until the next pass. */
  readonly sizes: { readonly [name: string]: number }
  /** Every pod is younger than spec.restartAt: `unlessKept` once those that this pass evicts have gone. */
  readonly restarted: boolean | 'unlessKept'
}

export interface Write {
  readonly key: string
  readonly intent: Intent
}

/** An event. With `of`: sent only when the write of that key has succeeded. */
export type Note = Omit<EventNote, 'after'> & { readonly of?: string }

export const emptyDraft: Draft = { writes: [], notes: [], addPauses: [], removePauses: [], sizes: {}, restarted: false }

export interface Patch {
  readonly target: Target
  readonly body: Body
  readonly preconditions: Preconditions
  readonly alive?: Alive
  readonly because: string
  readonly subresource?: 'status' | 'scale'
  readonly notes?: readonly Omit<EventNote, 'after'>[]
}

/** Adds a patch, or merges it into what the draft already does to that object: into its creation too. */
export function withPatch(draft: Draft, patch: Patch): Draft {
  const { notes = [], ...rest } = patch
  const key = keyOf(patch.target, patch.subresource)
  return withWrite(draft, { key, intent: { do: 'patch', ...rest } }, notes)
}

export function withWrite(draft: Draft, write: Write, notes: readonly Omit<EventNote, 'after'>[] = []): Draft {
  return {
    ...draft,
    writes: merge(draft.writes, write),
    notes: [...draft.notes, ...notes.map(note => ({ ...note, of: write.key }))],
  }
}

/** What it does to what exists goes first: what makes room is asked for before what takes it. */
export function withCreationsLast(draft: Draft): Draft {
  const isCreation = ({ intent }: Write) => intent.do === 'create'
  return { ...draft, writes: [...draft.writes.filter(write => !isCreation(write)), ...draft.writes.filter(isCreation)] }
}

/** What it brings into being, and what is told of that. */
export function onlyCreations(draft: Draft): Draft {
  const writes = draft.writes.filter(({ intent }) => intent.do === 'create')
  const notes = draft.notes.filter(({ of }) => writes.some(({ key }) => key === of))
  return { ...emptyDraft, writes, notes }
}

/** Something that exists changes its size: what is created beside it may count on the room. */
export function resizes(draft: Draft): boolean {
  return draft.writes.some(({ intent }) => {
    if (intent.do !== 'patch' || intent.target.kind === 'Rollout') return false
    return 'replicas' in ((intent.body.spec as Body | undefined) ?? {})
  })
}

export function keyOf(target: Target, subresource?: string): string {
  return `${target.kind}/${target.name}${subresource ? `/${subresource}` : ''}`
}

export function isScaling(draft: Draft): boolean {
  return Object.keys(draft.sizes).length > 0
}

/** Into the last write of that key: a ReplicaSet may be let go and one of its name made in the same pass. */
function merge(writes: readonly Write[], write: Write): readonly Write[] {
  const earlier = writes.findLast(each => each.key === write.key)
  if (!earlier || write.intent.do !== 'patch') return [...writes, write]
  const { intent } = earlier
  if (intent.do === 'create') {
    const object = mergeBody(intent.object, write.intent.body) as typeof intent.object
    return writes.map(each => (each === earlier ? { ...earlier, intent: { ...intent, object } } : each))
  }
  if (intent.do !== 'patch') return [...writes, write]
  const merged = {
    ...intent,
    body: mergeBody(intent.body, write.intent.body),
    preconditions: { ...intent.preconditions, ...write.intent.preconditions },
    because: `${intent.because}; ${write.intent.because}`,
  }
  return [...writes.filter(each => each !== earlier), { key: write.key, intent: merged }]
}

/** Objects are merged key by key, anything else is replaced. */
export function mergeBody(base: Body, over: Body): Body {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key]
    merged[key] = isObject(before) && isObject(value) ? mergeBody(before, value) : value
  }
  return merged
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
