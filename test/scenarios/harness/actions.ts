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

export function promote(rollout: KubeObject): ClientPatch[] {
  const { pauseConditions, currentStepIndex, controllerPause, canary } = rollout.status ?? {}
  const steps: readonly unknown[] = rollout.spec.strategy.canary?.steps ?? []
  const next = { currentStepIndex: Math.min((currentStepIndex ?? 0) + 1, steps.length) }
  const isInconclusive = canary?.currentStepAnalysisRunStatus?.status === 'Inconclusive'
  if (isInconclusive && pauseConditions && controllerPause)
    return [...unpause(rollout), status({ pauseConditions: null, controllerPause: false, ...next })]
  if (pauseConditions) return [...unpause(rollout), status({ pauseConditions: null })]
  return [...unpause(rollout), ...(steps.length > 0 ? [status({ pauseConditions: null, ...next })] : [])]
}

export function promoteFull(rollout: KubeObject): ClientPatch[] {
  const { currentPodHash, stableRS } = rollout.status ?? {}
  return [...unpause(rollout), ...(currentPodHash === stableRS ? [] : [status({ promoteFull: true })])]
}
