/** The patches that upstream's kubectl plugin sends, as they were sent when the recordings were made. */
import type { KubeObject } from '../../sandbox/api.ts'
import type { ClientPatch } from '../scenarios/harness/actions.ts'
import * as actions from '../scenarios/harness/actions.ts'

const status = (body: object): ClientPatch => ({ subresource: 'status', body: { status: body } })
const unpause = ({ spec }: KubeObject) => (spec.paused ? actions.resume() : [])

export const ACTIONS: { readonly [verb: string]: (rollout: KubeObject, now: string) => ClientPatch[] } = {
  pause: actions.pause,
  resume: rollout => [...unpause(rollout), status({ pauseConditions: null })],
  abort: actions.abort,
  retry: actions.retry,
  promote: actions.promote,
  'promote-full': actions.promoteFull,
  restart: (_, now) => actions.restart(now),
  skip({ spec, status: { currentStepIndex = 0 } }) {
    const { steps } = spec.strategy.canary
    return [status({ currentStepIndex: Math.min(currentStepIndex + 1, steps.length) })]
  },
}
