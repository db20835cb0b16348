/** Phase and message as a client shows them: status first, but not where it is older than the spec. */
import type { Rollout, Step } from '../argocd/types.ts'

export interface Phase {
  readonly name: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded' | 'Unknown'
  readonly message: string
}

const names = ['Healthy', 'Progressing', 'Paused', 'Degraded'] as const
const waiting = 'waiting for rollout spec update to be observed'

export function derivePhase({ metadata, spec, status }: Rollout): Phase {
  if (!status) return { name: 'Progressing', message: waiting }
  const observed = Number(status.observedGeneration ?? Number.NaN)
  if (metadata.generation !== undefined && observed < metadata.generation)
    return { name: 'Progressing', message: waiting }
  if (
    status.controllerPause &&
    !status.pauseConditions?.length &&
    !spec.paused &&
    !status.abort &&
    status.phase === 'Paused'
  )
    return { name: 'Progressing', message: 'waiting for rollout to unpause' }
  const name = names.find(known => known === status.phase) ?? 'Unknown'
  return { name, message: status.message ?? '' }
}

const reasons: Readonly<Record<string, string>> = {
  BlueGreenPause: 'The preview is up. Resume to move traffic to it.',
  InconclusiveAnalysisRun: 'An analysis was inconclusive. Resume to go on, abort to go back.',
  InconclusiveExperiment: 'An experiment was inconclusive. Resume to go on, abort to go back.',
  'manually paused': 'Paused by hand.',
}

/** What the message means for a person, where its bare reason does not say it. */
export function explain({ spec, status = {} }: Rollout, { name, message }: Phase): string {
  if (message === 'CanaryPauseStep')
    return explainPause(spec.strategy?.canary?.steps ?? [], status.currentStepIndex ?? 0)
  const known = reasons[message]
  if (known) return known
  if (name === 'Healthy') return spec.replicas === 0 ? 'Scaled to 0.' : 'All traffic goes to the stable version.'
  return message === ''
    ? ''
    : `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`
}

function explainPause(steps: readonly Step[], index: number): string {
  const { duration } = (steps[index]?.pause ?? {}) as { duration?: unknown }
  return `At step ${index + 1} of ${steps.length}, ${duration === undefined ? 'until resumed' : 'for a while'}.`
}
