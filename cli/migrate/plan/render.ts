/** A plan as people and programs read it. */

import { renderTable } from '../../table.ts'
import type { Row } from '../forecast/forecast.ts'
import { renderDiff } from '../patches/diff.ts'
import { type PatchFlags, renderCommits } from '../patches/flags.ts'
import { renderFindings } from '../preflight/render.ts'
import type { Plan } from './plan.ts'

const heads = ['#', 'TIME', 'WHO', 'DEPLOYMENT', 'ROLLOUT', 'TOTAL', 'AVAILABLE', 'BOUNDS', 'EVENT']

export function renderForecast(rows: readonly Row[]): string {
  return renderTable([heads, ...rows.map(cellsOf)])
}

function cellsOf({ seconds, who, deployment, rollout, total, available, bounds, isWithin, event }: Row, index: number) {
  const law = bounds ? `${bounds.least}..${bounds.most} ${isWithin ? 'ok' : 'BROKEN'}` : 'none'
  return [String(index), `${seconds}s`, who, ...[deployment, rollout, total, available].map(String), law, event]
}

export function renderPlan({ findings, forecast, subject, commits }: Plan, flags: PatchFlags): string {
  const { namespace, deployment } = subject.surroundings
  const title = `Deployment ${namespace}/${deployment.metadata.name} -> Rollout ${subject.wish.name}\n`
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const story = forecast.length > 0 ? ['\nWhat would happen\n', renderForecast(forecast)] : []
  const preflight = [`\nPreflight: ${findings.length} findings, ${errors} errors\n`, renderFindings(findings)]
  return [title, ...preflight, ...story, renderCommits(commits, flags)].join('')
}

export function renderJson({ findings, forecast, subject, commits }: Plan): string {
  const told = commits.map(commit => ({
    name: commit.name,
    title: commit.title,
    when: commit.when,
    diff: renderDiff(commit),
  }))
  return `${JSON.stringify({ findings, forecast, rollout: subject.manifest, commits: told }, null, 2)}\n`
}
