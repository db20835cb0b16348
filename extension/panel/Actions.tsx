/** Buttons for what Argo CD offers. The next likely step stands out; what cannot be taken back asks once more. */
import * as React from 'react'
import type { Action } from '../argocd/types.ts'
import { Icon, type IconName } from './Icon.tsx'

interface Look {
  readonly name: string
  readonly text: string
  readonly icon?: IconName
  /** Shown even when it cannot be used now. */
  readonly always?: true
  /** What the person is asked before it runs. */
  readonly confirm?: string
}

const looks: readonly Look[] = [
  { name: 'resume', text: 'Resume', icon: 'play', always: true },
  { name: 'retry', text: 'Retry', icon: 'restart' },
  { name: 'pause', text: 'Pause', icon: 'pause' },
  { name: 'skip-current-step', text: 'Skip step', confirm: 'Go on without waiting for this step?' },
  { name: 'promote-full', text: 'Promote fully', confirm: 'Skip all remaining steps and checks?' },
  { name: 'abort', text: 'Abort', confirm: 'Send all traffic back to the stable version?' },
  { name: 'restart', text: 'Restart', icon: 'restart', always: true, confirm: 'Replace all pods, a few at a time?' },
]

export interface ActionsProps {
  readonly actions: readonly Action[] | undefined
  /** Resolves when Argo CD has taken the action; throws what it refused. */
  readonly run: (action: string) => Promise<void>
}

export function Actions({ actions, run }: ActionsProps) {
  const [asking, setAsking] = React.useState<Look>()
  const [running, setRunning] = React.useState<string>()
  const [refusal, setRefusal] = React.useState<string>()
  const isMounted = useMounted()
  const start = async ({ name }: Look) => {
    setAsking(undefined)
    setRefusal(undefined)
    setRunning(name)
    const refused = await run(name).then(
      () => undefined,
      (error: Error) => error.message,
    )
    if (!isMounted()) return
    setRefusal(refused)
    setRunning(undefined)
  }
  return (
    <div className="slipway-actions">
      {asking ? (
        <Question look={asking} onYes={() => void start(asking)} onNo={() => setAsking(undefined)} />
      ) : (
        <div className="slipway-buttons">
          {offered(actions).map(({ look, disabled }) => (
            <button
              key={look.name}
              type="button"
              className={`slipway-button${emphasised(look, disabled) ? ' slipway-button--primary' : ''}`}
              disabled={disabled || running !== undefined}
              onClick={() => (look.confirm ? setAsking(look) : void start(look))}
            >
              {look.icon && <Icon name={running === look.name ? 'progress' : look.icon} spin={running === look.name} />}
              {look.text}
            </button>
          ))}
        </div>
      )}
      {refusal && (
        <p className="slipway-refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  )
}

/** The tab may be closed before Argo CD answers. */
function useMounted(): () => boolean {
  const mounted = React.useRef(true)
  React.useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  return () => mounted.current
}

/** What is paused could be paused by hand as well; next to a button that ends the pause that would only puzzle. */
function offered(actions: readonly Action[] = []) {
  const isEnabled = (name: string) => actions.some(action => action.name === name && !action.disabled)
  return looks
    .map(look => ({ look, disabled: !isEnabled(look.name) }))
    .filter(({ look, disabled }) => look.always || !disabled)
    .filter(({ look }) => look.name !== 'pause' || !isEnabled('resume'))
}

const emphasised = ({ name }: Look, disabled: boolean) => !disabled && (name === 'resume' || name === 'retry')

function Question({
  look,
  onYes,
  onNo,
}: {
  readonly look: Look
  readonly onYes: () => void
  readonly onNo: () => void
}) {
  const yes = React.useRef<HTMLButtonElement>(null)
  React.useEffect(() => yes.current?.focus(), [])
  return (
    <div
      className="slipway-question"
      role="alertdialog"
      aria-label={look.text}
      onKeyDown={event => event.key === 'Escape' && onNo()}
    >
      <span>{look.confirm}</span>
      <div className="slipway-buttons">
        <button type="button" ref={yes} className="slipway-button slipway-button--primary" onClick={onYes}>
          {look.text}
        </button>
        <button type="button" className="slipway-button" onClick={onNo}>
          Cancel
        </button>
      </div>
    </div>
  )
}
