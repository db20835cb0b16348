/** What is wrong, in the words of whoever found it. */
import * as React from 'react'
import type { Connection } from '../live/poller.ts'
import type { Problem as ProblemView } from '../view/problems.ts'
import type { RolloutView } from '../view/rollout.ts'
import { Icon } from './Icon.tsx'

const titles: Readonly<Record<string, string>> = {
  InvalidSpec: 'The spec is invalid',
  RolloutAborted: 'The update was aborted',
  ProgressDeadlineExceeded: 'The update made no progress in time',
}

const connections: Readonly<Record<Exclude<Connection['state'], 'live'>, string>> = {
  stale: 'Argo CD does not answer. What you see is the last that was known.',
  denied: 'You may not read this Rollout. It needs the permission `applications, get`.',
  gone: 'This Rollout is gone. What you see is the last that was known.',
}

export function Notices({ view, connection }: { readonly view: RolloutView; readonly connection: Connection }) {
  return (
    <>
      {connection.state !== 'live' && (
        <div className="slipway-notice slipway-notice--warn" role="alert">
          <Icon name="warning" />
          <div>
            <strong>{connections[connection.state]}</strong>
            <p>{connection.message}</p>
          </div>
        </div>
      )}
      {view.problems.map(problem => (
        <Problem key={problem.reason} {...problem} />
      ))}
    </>
  )
}

function Problem({ reason, message }: ProblemView) {
  const title = titles[reason]
  return (
    <div className="slipway-notice slipway-notice--bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{title ?? 'Degraded'}</strong>
        <p data-testid="message">
          {title && <code>{reason}</code>} {message}
        </p>
      </div>
    </div>
  )
}
