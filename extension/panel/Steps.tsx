import * as React from 'react'
import { useNow } from '../live/use-now.ts'
import type { StepView } from '../view/steps.ts'
import { Icon, type IconName } from './Icon.tsx'

const icons: Readonly<Record<StepView['kind'], IconName>> = {
  weight: 'weight',
  pause: 'pause',
  check: 'timer',
  route: 'route',
}

export function Steps({ steps }: { readonly steps: readonly StepView[] }) {
  if (steps.length === 0) return null
  return (
    <section className="slipway-card" aria-label="Steps">
      <h3>Steps</h3>
      <ol className="slipway-steps">
        {steps.map((step, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
            key={index}
            className={`slipway-step slipway-step--${step.state}`}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            <span className="slipway-step__dot">
              <Icon name={step.state === 'done' ? 'check' : icons[step.kind]} />
            </span>
            <span className="slipway-step__text">{step.text}</span>
            {step.endsAt !== undefined && <Countdown endsAt={step.endsAt} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

export function Countdown({ endsAt }: { readonly endsAt: number }) {
  const left = Math.max(0, Math.ceil((endsAt - useNow(true)) / 1000))
  const parts = [
    [Math.floor(left / 3600), 'h'],
    [Math.floor(left / 60) % 60, 'm'],
    [left % 60, 's'],
  ] as const
  const first = Math.max(
    0,
    parts.findIndex(([count]) => count > 0),
  )
  const text =
    left === 0
      ? '0s'
      : parts
          .slice(first)
          .map(([count, unit]) => `${count}${unit}`)
          .join(' ')
  return <span className="slipway-muted">{text} left</span>
}
