import * as React from 'react'
import { type Application, refresh, sync } from './api.ts'
import { HealthBadge } from './HealthBadge.tsx'
import { navigate } from './location.ts'
import type { Theme } from './theme.ts'

interface TopBarProps {
  readonly applications: readonly Application[]
  readonly current: Application | undefined
  readonly theme: Theme
  readonly onTheme: () => void
}

export function TopBar({ applications, current, theme, onTheme }: TopBarProps) {
  return (
    <header className="page-top">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 12h12M4.500 8.800h8M8 5.600h4" />
      </svg>
      <h1>Slipway</h1>
      <nav aria-label="Applications">
        {applications.map(({ metadata: { name } }) => (
          <button
            key={name}
            type="button"
            aria-current={name === current?.metadata.name ? 'page' : undefined}
            onClick={() => navigate(name)}
          >
            {name}
          </button>
        ))}
      </nav>
      <button type="button" className="page-theme" onClick={onTheme}>
        {theme === 'light' ? 'Dark' : 'Light'} theme
      </button>
    </header>
  )
}

export function AppBar({ application }: { readonly application: Application }) {
  const { metadata, spec, status } = application
  const [busy, setBusy] = React.useState(false)
  const act = (action: (application: Application) => Promise<unknown>) => () => {
    setBusy(true)
    action(application)
      .catch(() => {})
      .finally(() => setBusy(false))
  }
  return (
    <section className="page-app" aria-label="Application">
      <div>
        <h2>{metadata.name}</h2>
        <p className="page-quiet">
          {spec.source ? `${spec.source.path} at ${spec.source.targetRevision}` : 'Applied by hand, in no repository'}
        </p>
      </div>
      <div className="page-facts">
        <Fact label="Health">
          <HealthBadge health={status.health} />
        </Fact>
        {spec.source && (
          <Fact label="Sync">
            <span data-testid="sync">{status.sync.status}</span> <code>{status.sync.revision?.slice(0, 7)}</code>
          </Fact>
        )}
      </div>
      {spec.source && (
        <div className="page-buttons">
          <button type="button" disabled={busy} onClick={act(refresh)}>
            Refresh
          </button>
          <button type="button" disabled={busy} onClick={act(sync)}>
            Sync
          </button>
        </div>
      )}
      <Problem status={status} />
    </section>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div>
    <span className="page-quiet">{label}</span>
    <div>{children}</div>
  </div>
)

function Problem({ status: { conditions = [], operationState } }: Pick<Application, 'status'>) {
  const failed = operationState && operationState.phase !== 'Succeeded' ? operationState.message : undefined
  const message = conditions[0]?.message ?? failed
  return message ? (
    <p className="page-problem" role="alert">
      {message}
    </p>
  ) : null
}
