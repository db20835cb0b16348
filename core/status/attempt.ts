/** Stage: marks where a new attempt begins, so that people read of its start before its first effect. */
import type { Draft } from '../draft.ts'
import type { Situation } from '../situation.ts'
import type { Stage } from '../stage.ts'

export const beginAttempt: Stage<Situation, Draft> = {
  name: 'beginAttempt',
  run(s, draft) {
    const facts = { podHash: s.podHash, stepHash: s.stepHash }
    if (!s.changed) return { trace: { outcome: 'satisfied', reason: 'SameAttempt', facts } }
    return {
      draft: { ...draft, statusNotesAt: draft.notes.length },
      trace: { outcome: 'acted', reason: 'TemplateOrStepsChanged', facts },
    }
  },
}
