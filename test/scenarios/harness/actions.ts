/** What people's clients patch (contract rollout 9.5), as they would send it for a Rollout that they have just read. */
import type { KubeObject } from '../../../sandbox/api.ts'

export interface ClientPatch {
  readonly body: object
  readonly subresource?: 'status'
}

const status = (body: object): ClientPatch => ({ subresource: 'status', body: { status: body } })
const spec = (body: object): ClientPatch => ({ body: { spec: body } })
const unpause = (rollout: KubeObject): ClientPatch[] => (rollout.spec.paused ? [spec({ paused: false })] : [])

export const pause = (): ClientPatch[] => [spec({ paused: true })]
export const resume = (): ClientPatch[] => [spec({ paused: false })]
export const abort = (): ClientPatch[] => [status({ abort: true })]
export const retry = (): ClientPatch[] => [status({ abort: false })]
export const restart = (at: string): ClientPatch[] => [spec({ restartAt: at })]

/** The status first, then the hold of the spec, as upstream's plugin does it. */
export function promote(rollout: KubeObject): ClientPatch[] {
  const { pauseConditions, currentStepIndex, controllerPause, canary } = rollout.status ?? {}
  const steps: readonly unknown[] = rollout.spec.strategy.canary?.steps ?? []
  const next = { currentStepIndex: Math.min((currentStepIndex ?? 0) + 1, steps.length) }
  const isInconclusive = canary?.currentStepAnalysisRunStatus?.status === 'Inconclusive'
  if (isInconclusive && pauseConditions && controllerPause)
    return [status({ pauseConditions: null, controllerPause: false, ...next }), ...unpause(rollout)]
  if (pauseConditions) return [status({ pauseConditions: null }), ...unpause(rollout)]
  return [...(steps.length > 0 ? [status({ pauseConditions: null, ...next })] : []), ...unpause(rollout)]
}

export function promoteFull(rollout: KubeObject): ClientPatch[] {
  const { currentPodHash, stableRS } = rollout.status ?? {}
  return [...(currentPodHash === stableRS ? [] : [status({ promoteFull: true })]), ...unpause(rollout)]
}
