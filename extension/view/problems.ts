/** What is wrong with a Rollout, in the controller's words. */
import type { Rollout } from '../argocd/types.ts'
import type { Phase } from './phase.ts'

export interface Problem {
  /** `InvalidSpec`, `RolloutAborted`; empty when the message has none. */
  readonly reason: string
  readonly message: string
}

/** The phase tells of the first problem alone, as `<Reason>: <message>`. An invalid spec is told in any case: nothing moves before it is mended. */
export function deriveProblems({ status = {} }: Rollout, phase: Phase): Problem[] {
  const invalid = status.conditions?.find(({ type }) => type === 'InvalidSpec')
  const told = phase.name === 'Degraded' ? [split(phase.message)] : []
  if (!invalid || told.some(({ reason }) => reason === 'InvalidSpec')) return told
  return [{ reason: 'InvalidSpec', message: invalid.message ?? '' }, ...told]
}

function split(message: string): Problem {
  const [, reason = '', rest = message] = message.match(/^(\w+): (.*)$/s) ?? []
  return { reason, message: rest }
}
