/** How fast an HPA may follow its metrics: stabilization windows and policies (spec.behavior, with Kubernetes' defaults). */
export interface Policy {
  readonly type: string
  readonly value: number
  readonly periodSeconds: number
}

export interface Rules {
  readonly stabilizationWindowSeconds?: number
  readonly selectPolicy?: string
  readonly policies?: readonly Policy[]
}

export interface Behavior {
  readonly scaleUp?: Rules
  readonly scaleDown?: Rules
}

/** What is remembered of one HPA between its passes. */
export interface Memory {
  readonly recommended: readonly { readonly at: number; readonly replicas: number }[]
  readonly changed: readonly { readonly at: number; readonly by: number }[]
}

const UP: Required<Rules> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const DOWN: Required<Rules> = {
  stabilizationWindowSeconds: 300,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
}
/** The longest window that the API accepts. */
const REMEMBERED = 3_600_000

export const isRemembered =
  (now: number) =>
  (entry: { readonly at: number }): boolean =>
    entry.at > now - REMEMBERED

/** The replicas that `wanted` comes down to now. `memory` holds the recommendations up to and with this one. */
export function limit(
  behavior: Behavior | undefined,
  memory: Memory,
  current: number,
  wanted: number,
  now: number,
): number {
  const up = { ...UP, ...behavior?.scaleUp }
  const down = { ...DOWN, ...behavior?.scaleDown }
  const within = (seconds: number) =>
    memory.recommended.filter(({ at }) => at > now - seconds * 1000).map(r => r.replicas)
  const lowest = Math.min(wanted, ...within(up.stabilizationWindowSeconds))
  const highest = Math.max(wanted, ...within(down.stabilizationWindowSeconds))
  // Up to what all recommendations of the window agree on, down to what the highest of them asks for.
  const stable = Math.min(Math.max(current, lowest), highest)
  if (stable > current) return Math.max(current, Math.min(stable, ceiling(up, memory, current, now)))
  return Math.min(current, Math.max(stable, floor(down, memory, current, now)))
}

function ceiling({ policies, selectPolicy }: Required<Rules>, memory: Memory, current: number, now: number): number {
  if (selectPolicy === 'Disabled') return current
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = current - changedSince(memory, now - periodSeconds * 1000, 1)
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100))
  })
  return selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits)
}

function floor({ policies, selectPolicy }: Required<Rules>, memory: Memory, current: number, now: number): number {
  if (selectPolicy === 'Disabled') return current
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = current - changedSince(memory, now - periodSeconds * 1000, -1)
    return type === 'Pods' ? start - value : Math.floor(start * (1 - value / 100))
  })
  return selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits)
}

/** The sum of the changes in one direction since an instant. */
function changedSince({ changed }: Memory, since: number, direction: 1 | -1): number {
  return changed.filter(({ at, by }) => at > since && Math.sign(by) === direction).reduce((sum, { by }) => sum + by, 0)
}
