/** The steps of a canary as a list to read, with where the rollout stands. */
import type { Rollout, Step } from '../argocd/types.ts'

export interface StepView {
  /** `Set weight to 20%`, `Pause until resumed`. */
  readonly text: string
  readonly kind: 'weight' | 'pause' | 'check' | 'route'
  readonly state: 'done' | 'current' | 'todo'
  /** When a timed pause ends by itself, in milliseconds; only of the current step. */
  readonly endsAt?: number
}

export function deriveSteps({ spec, status = {} }: Rollout): StepView[] {
  const steps = spec.strategy?.canary?.steps ?? []
  const index = status.currentStepIndex ?? 0
  return steps.map((step, position) => {
    const state = position < index ? 'done' : position > index ? 'todo' : 'current'
    const endsAt = state === 'current' ? pauseEnd(step, status.pauseConditions?.[0]?.startTime) : undefined
    return { ...describeStep(step), state, ...(endsAt !== undefined && { endsAt }) }
  })
}

const words: readonly (readonly [field: string, kind: StepView['kind'], text: (value: never) => string])[] = [
  ['setWeight', 'weight', (weight: number) => `Set weight to ${weight}%`],
  ['pause', 'pause', describePause],
  ['analysis', 'check', () => 'Run analysis'],
  ['experiment', 'check', () => 'Run experiment'],
  ['setCanaryScale', 'weight', describeScale],
  ['setHeaderRoute', 'route', ({ name }: { name: string }) => `Route by header (${name})`],
  ['setMirrorRoute', 'route', ({ name }: { name: string }) => `Mirror traffic (${name})`],
  ['plugin', 'check', ({ name }: { name: string }) => `Run ${name}`],
]

function describeStep(step: Step): Pick<StepView, 'text' | 'kind'> {
  const found = words.find(([field]) => step[field] !== undefined)
  if (!found) return { text: Object.keys(step)[0] ?? 'Empty step', kind: 'check' }
  const [field, kind, text] = found
  return { text: text((step[field] ?? {}) as never), kind }
}

interface Pause {
  readonly duration?: number | string
}

function describePause({ duration }: Pause): string {
  if (duration === undefined) return 'Pause until resumed'
  return `Pause for ${/^\d+$/.test(String(duration)) ? `${duration}s` : duration}`
}

function describeScale({
  replicas,
  weight,
  matchTrafficWeight,
}: {
  replicas?: number
  weight?: number
  matchTrafficWeight?: boolean
}): string {
  if (matchTrafficWeight) return 'Scale canary with its weight'
  return replicas === undefined ? `Scale canary to ${weight}%` : `Scale canary to ${replicas} pods`
}

function pauseEnd(step: Step, startTime: string | undefined): number | undefined {
  const duration = (step.pause as Pause | undefined)?.duration
  if (duration === undefined || startTime === undefined) return undefined
  return Date.parse(startTime) + secondsOf(duration) * 1000
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 }

/** Whole seconds as a number, or Go's notation: `1h30m`. */
export function secondsOf(duration: number | string): number {
  const text = String(duration)
  if (/^\d+$/.test(text)) return Number(text)
  const parts = [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit!]!, 0)
}
