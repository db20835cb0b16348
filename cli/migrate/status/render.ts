import { renderTable } from '../../table.ts'
import type { Fleet, Standing } from './standing.ts'
import type { Verdict } from './verdict.ts'

const texts = { drained: 'drained', underWay: 'under way', trouble: 'trouble' } as const

export function renderStatus(standing: Standing, verdict: Verdict): string {
  const { rollout, namespace, fleets, autoscalers, unseen } = standing
  const { name, deletionTimestamp } = rollout.metadata
  const { name: workload, scaleDown = 'never' } = rollout.spec.workloadRef!
  const going = deletionTimestamp ? ', being deleted' : ''
  const scaled = autoscalers.map(each => `HorizontalPodAutoscaler/${each.name} scales the ${each.target}\n`)
  const left = unseen.map(({ kind, message }) => `${kind} not looked at: ${message}\n`)
  return [
    `Rollout ${namespace}/${name} <- Deployment ${workload} (scaleDown ${scaleDown}${going})\n`,
    renderTable([
      ['FLEET', 'WANTED', 'PODS', 'AVAILABLE'],
      cellsOf('deployment', fleets.deployment),
      cellsOf('rollout', fleets.rollout),
    ]),
    ...scaled,
    ...left,
    renderVerdict(verdict),
  ].join('')
}

const cellsOf = (name: string, { wanted, pods, available }: Fleet) => [
  name,
  String(wanted ?? '-'),
  String(pods),
  String(available),
]

export function renderVerdict({ is, reason, message, remedy }: Verdict): string {
  return `${texts[is]}: ${reason}: ${message}\n${remedy === undefined ? '' : `  -> ${remedy}\n`}`
}

/** A line for whoever watches. */
export function renderProgress({ fleets: { deployment, rollout } }: Standing, { reason }: Verdict): string {
  const pods = `deployment ${deployment.available}/${deployment.pods}, rollout ${rollout.available}/${rollout.pods}`
  return `${reason}: available/pods: ${pods}\n`
}

export function renderStatusJson(
  { rollout, namespace, fleets, autoscalers, condition, unseen }: Standing,
  verdict: Verdict,
): string {
  const { metadata, spec } = rollout
  const names = { namespace, rollout: metadata.name, deployment: spec.workloadRef?.name }
  return `${JSON.stringify({ ...names, verdict, fleets, autoscalers, condition: condition ?? null, unseen }, null, 2)}\n`
}
