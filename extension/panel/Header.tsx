import * as React from 'react'
import type { RolloutView } from '../view/rollout.ts'
import { Icon, type IconName } from './Icon.tsx'

const icons: Readonly<Record<RolloutView['phase']['name'], IconName>> = {
  Healthy: 'check',
  Progressing: 'progress',
  Paused: 'pause',
  Degraded: 'cross',
  Unknown: 'question',
}

/** What it is, how it stands, and why: the answer to the first look. */
export function Header({
  view,
  name,
  children,
}: {
  readonly view: RolloutView
  readonly name: string
  readonly children: React.ReactNode
}) {
  const { phase, explanation, strategy, workload, handOver } = view
  return (
    <header className="slipway-header">
      <div className="slipway-identity">
        <div className="slipway-title">
          <h2>{name}</h2>
          <span className="slipway-muted">
            {strategy}
            {workload && ` of ${workload}`}
            {handOver && `: ${handOver}`}
          </span>
        </div>
        {/* The phase is announced when it changes; it is the one thing that a listener has to know. */}
        <div className="slipway-status" role="status">
          <span className={`slipway-phase slipway-phase--${phase.name.toLowerCase()}`} data-testid="phase">
            <Icon name={icons[phase.name]} spin={phase.name === 'Progressing'} />
            {phase.name}
          </span>
          {phase.name !== 'Degraded' && <span className="slipway-explanation">{explanation}</span>}
        </div>
      </div>
      {children}
    </header>
  )
}
