/** What a standing means for whoever waits. */
import { type ExitCode, exitCodes } from '../options.ts'
import type { Standing } from './standing.ts'

export interface Verdict {
  readonly is: 'drained' | 'underWay' | 'trouble'
  readonly reason: string
  readonly message: string
  readonly remedy?: string
  /** Waiting longer changes nothing by itself. */
  readonly isFinal: boolean
}

export const exitCodeOf = ({ is }: Verdict): ExitCode => (is === 'drained' ? exitCodes.done : exitCodes[is])

export function judge(standing: Standing): Verdict {
  return missingDeployment(standing) ?? drained(standing) ?? failed(standing) ?? told(standing) ?? silent(standing)
}

function verdict(is: Verdict['is'], reason: string, message: string, isFinal = is === 'drained'): Verdict {
  const remedy = remedies[reason]
  return { is, reason, message, isFinal, ...(remedy === undefined ? {} : { remedy }) }
}

function missingDeployment({ deployment, rollout }: Standing): Verdict | undefined {
  const name = rollout.spec.workloadRef?.name
  return deployment ? undefined : verdict('trouble', 'DeploymentMissing', `deployment "${name}" does not exist`, true)
}

/** Whatever comes later is an update, not the migration. */
function drained({ condition, fleets, rollout }: Standing): Verdict | undefined {
  const isDrained = condition?.status === 'True' && fleets.deployment.pods === 0 && !fleets.deployment.wanted
  return isDrained && !rollout.metadata.deletionTimestamp
    ? verdict('drained', condition.reason, condition.message)
    : undefined
}

function failed({ rollout, condition }: Standing): Verdict | undefined {
  const { phase, message = '', abort } = rollout.status ?? {}
  if (condition?.reason === 'HandedBack') return verdict('trouble', 'HandedBack', condition.message, true)
  if (phase !== 'Degraded' && !abort) return undefined
  return verdict('trouble', abort ? 'Aborted' : 'Degraded', message, phase === 'Degraded')
}

const held = ['AutoscalersUnknown', 'AutoscalerTargetsWorkload', 'RolloutSmaller', 'DoubleFleet']

function told({ condition }: Standing): Verdict | undefined {
  if (!condition || condition.status === 'True') return undefined
  return verdict(held.includes(condition.reason) ? 'trouble' : 'underWay', condition.reason, condition.message)
}

function silent({ condition, rollout, fleets }: Standing): Verdict {
  const name = rollout.metadata.name
  if (condition) return verdict('trouble', 'DoubleFleet', `the Deployment has ${fleets.deployment.pods} pods again`)
  const mode = rollout.spec.workloadRef?.scaleDown
  return mode === 'onsuccess' || mode === 'progressively'
    ? verdict('underWay', 'NotObserved', `no controller has said anything about rollout "${name}" yet`)
    : verdict('underWay', 'KeepsDeployment', 'scaleDown is never: both fleets keep their pods')
}

const remedies: { readonly [reason: string]: string | undefined } = {
  DeploymentMissing: 'create it again, or give the Rollout a template of its own',
  AutoscalersUnknown: 'give the controller its ClusterRole again: manifests/rbac',
  AutoscalerTargetsWorkload:
    'point the scaleTargetRef at the Rollout: the last patch of slipway migrate plan, or slipway migrate apply',
  AutoscalerCannotSeeRollout: 'if it stays so, see the conditions of the autoscaler: kubectl describe hpa',
  RolloutSmaller: 'raise spec.replicas of the Rollout, or lower those of the Deployment on purpose',
  DoubleFleet:
    'if it comes back, something writes replicas of the Deployment: ignore /spec/replicas of it with RespectIgnoreDifferences=true',
  HandedBack: 'fix the version and retry the Rollout, or go back: slipway migrate revert',
  Aborted: 'fix the version and retry the Rollout, or go back: slipway migrate revert',
  Degraded: 'fix what its message says, or go back: slipway migrate revert',
  NotObserved: 'if it stays so, see whether the controller runs',
  KeepsDeployment: 'set spec.workloadRef.scaleDown to progressively or onsuccess when ours have proved themselves',
}
