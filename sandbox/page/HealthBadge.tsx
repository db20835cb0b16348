import * as React from 'react'
import type { Health } from './api.ts'

export function HealthBadge({ health }: { readonly health: Health }) {
  return (
    <span
      className={`page-health page-health--${health.status.toLowerCase()}`}
      title={health.message}
      data-testid="health"
    >
      {health.status}
    </span>
  )
}
