/** Phase and message as a client shows them: status first, but not where it is older than the spec. */
import type { Rollout } from '../argocd/types.ts'

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

/** What the message means for a person, where its bare reason does not say it. */
export function explain({ spec, status = {} }: Rollout, { name, message }: Phase): string {
  if (message === 'CanaryPauseStep') return 'Paused at a step.'
  if (message === 'BlueGreenPause') return 'The preview is up. Resume to move traffic to it.'
  if (message === 'InconclusiveAnalysisRun') return 'An analysis was inconclusive. Resume to go on, abort to go back.'
  if (message === 'manually paused') return 'Paused by hand.'
  if (name === 'Healthy') return spec.replicas === 0 ? 'Scaled to 0.' : 'The new version has all traffic.'
  if (status.abort && name === 'Degraded') return message
  return message === ''
    ? ''
    : `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`
}
