/** Figures of the moment: weights, pods, step. */
import * as React from 'react'
import type { RolloutView } from '../view/rollout.ts'

export function Traffic({ view }: { readonly view: RolloutView }) {
  const { weights, replicas, steps, services } = view
  const done = steps.filter(({ state }) => state === 'done').length
  return (
    <section className="slipway-card slipway-traffic" aria-label="Traffic">
      <dl className="slipway-figures">
        {weights && <Figure label="Set weight" value={`${weights.set}%`} />}
        {weights && <Figure label={`Actual weight (${weights.source})`} value={`${weights.actual}%`} />}
        {steps.length > 0 && <Figure label="Step" value={`${Math.min(done + 1, steps.length)} / ${steps.length}`} />}
        <Figure label="Updated pods" value={`${replicas.updated} / ${replicas.desired}`} />
        <Figure label="Available pods" value={`${replicas.available} / ${replicas.desired}`} />
        {services.map(([role, name]) => (
          <Figure key={role} label={`${role} service`} value={name} />
        ))}
      </dl>
      {weights && <Bar set={weights.set} actual={weights.actual} />}
    </section>
  )
}

const Figure = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)

/** Filled as far as traffic is, with a mark where the steps want it. */
function Bar({ set, actual }: { readonly set: number; readonly actual: number }) {
  return (
    <div
      className={`slipway-bar${set === 100 && actual === 100 ? ' slipway-bar--whole' : ''}`}
      role="img"
      aria-label={`New version: ${actual}% of traffic, ${set}% wanted`}
    >
      <div className="slipway-bar__track">
        <div className="slipway-bar__fill" style={{ width: `${actual}%` }} />
      </div>
      <div className="slipway-bar__mark" style={{ left: `${set}%` }} />
    </div>
  )
}
