/** Findings as people and programs read them. */
import type { Finding } from './rehearse.ts'
import type { Verdict } from './verdict.ts'

export interface Summary {
  readonly rollouts: number
  readonly newReplicaSets: number
  readonly switch: number
  readonly startOver: number
  readonly wait: number
}

export function summaryOf(findings: readonly Finding[]): Summary {
  const count = (would: Verdict['would']) => findings.filter(finding => finding.would === would).length
  return {
    rollouts: findings.length,
    newReplicaSets: count('newReplicaSet'),
    switch: count('switch'),
    startOver: count('startOver'),
    wait: count('wait'),
  }
}

export function renderJson(findings: readonly Finding[]): string {
  const changes = findings.filter(({ would }) => would !== 'stay')
  const unserved = waiting(findings).map(({ namespace, name, unserved: fields }) => ({ namespace, name, fields }))
  return `${JSON.stringify({ ...summaryOf(findings), changes, unserved }, null, 2)}\n`
}

/** A line for each Rollout that would not simply stay, or whose next update would wait for a person, and the summary. */
export function renderText(findings: readonly Finding[]): string {
  const unserved = waiting(findings)
  const lines = [
    ...findings.filter(({ would }) => would !== 'stay').map(finding => lineOf(finding, textOf(finding))),
    ...unserved.map(finding => lineOf(finding, `its updates will wait; not run yet: ${finding.unserved.join(', ')}`)),
  ]
  const { rollouts, newReplicaSets, ...rare } = summaryOf(findings)
  const parts = [
    `${rollouts} Rollouts`,
    `${newReplicaSets} would get a new ReplicaSet`,
    ...(rare.switch > 0 ? [`${rare.switch} would switch to another ReplicaSet`] : []),
    ...(rare.startOver > 0 ? [`${rare.startOver} would start their steps over`] : []),
    ...(rare.wait > 0 ? [`${rare.wait} would wait`] : []),
    ...(unserved.length > 0 ? [`${unserved.length} ask for what Slipway does not run yet`] : []),
  ]
  return [...lines, parts.join(', '), ''].join('\n')
}

function waiting(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ unserved }) => unserved.length > 0)
}

function lineOf({ namespace, name }: Finding, text: string): string {
  return `${namespace}/${name}: ${text}`
}

function textOf(verdict: Verdict): string {
  switch (verdict.would) {
    case 'stay':
      return 'stays as it is'
    case 'newReplicaSet':
      return `new ReplicaSet ${verdict.replicaSet}; ${verdict.unrecognised.map(({ step, why }) => `${step}: ${why}`).join('; ')}`
    case 'switch':
      return `another ReplicaSet would be the current one; ${verdict.why}`
    case 'startOver':
      return `its steps would start over; ${verdict.why}`
    case 'wait':
      return `nothing would be done: ${verdict.why}`
    default:
      return verdict satisfies never
  }
}
