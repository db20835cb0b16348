/** Stage: marks where a new attempt begins, so that people read of its start before its first effect. */
import type { Draft } from '../draft.ts'
import type { Situation } from '../situation.ts'
import { type Stage, said } from '../stage.ts'

export const beginAttempt: Stage<Situation, Draft> = {
  name: 'beginAttempt',
  run(s, draft) {
    const facts = { podHash: s.podHash, stepHash: s.stepHash }
    if (!s.changed) return { trace: said('satisfied', 'SameAttempt', facts) }
    return {
      draft: { ...draft, statusNotesAt: draft.notes.length },
      trace: said('acted', 'TemplateOrStepsChanged', facts),
    }
  },
}
