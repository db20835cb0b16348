/** What a strategy makes of a pass: the fields it owns, and what becomes of pauses and abort. The pipeline (derive.ts) turns it into a status. */
import type { RolloutStatus } from '../api/types.ts'
import type { Note } from '../draft.ts'

export interface Transition {
  /** Fields of the status that the strategy owns; an undefined one disappears. */
  readonly fields: Fields
  readonly clearPauses?: boolean
  readonly addPauses?: readonly string[]
  readonly removePauses?: readonly string[]
  readonly removeAbort?: boolean
  /** A pause that a person has resumed stays marked as such until the strategy has acted on it. */
  readonly keepControllerPause?: boolean
  /** How a finished attempt is counted, when this pass switches stable. */
  readonly completion?: 'Promoted' | 'FastPromoted'
  readonly notes: readonly Note[]
}

export type Fields = { readonly [K in keyof RolloutStatus]?: RolloutStatus[K] | undefined }

export function note(reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): Note {
  return { type, reason, message }
}
