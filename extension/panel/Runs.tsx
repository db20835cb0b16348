import * as React from 'react'
import type { RunStatus } from '../argocd/types.ts'

/** Analysis that runs or has run for the present revision. */
export function Runs({ runs }: { readonly runs: readonly RunStatus[] }) {
  if (runs.length === 0) return null
  return (
    <section className="slipway-card" aria-label="Analysis">
      <h3>Analysis</h3>
      <ul className="slipway-runs">
        {runs.map(({ name, status, message }) => (
          <li key={name}>
            <span className={`slipway-run slipway-run--${status.toLowerCase()}`}>{status}</span> {name}
            {message && <p className="slipway-muted">{message}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
