/** How far a Rollout may go beyond and below N while pods are replaced (contract rollout 7.4, first point). */
import type { IntOrString, Rollout } from '../api/types.ts'
import { blueGreenOf, canaryOf } from '../spec.ts'

export interface Fenceposts {
  readonly surge: number
  readonly unavailable: number
}

/** Upstream's default is this text without a percent sign; every text is read as a percentage. */
const DEFAULT: IntOrString = '25'

/** Of a canary both; of a blue-green Rollout only `unavailable`, which restarts use. Never more than N below N. */
export function fencepostsOf(rollout: Rollout, replicas: number): Fenceposts {
  const canary = canaryOf(rollout)
  const found = canary
    ? resolve(canary.maxSurge ?? DEFAULT, canary.maxUnavailable ?? DEFAULT, replicas)
    : { surge: 0, unavailable: amount(blueGreenOf(rollout)?.maxUnavailable ?? DEFAULT, replicas, Math.floor) ?? 0 }
  return { surge: found.surge, unavailable: Math.min(found.unavailable, replicas) }
}

/** Both zero would stop every update, so that one pod may then be missing; what cannot be read makes both zero (validation has said so). */
function resolve(maxSurge: IntOrString, maxUnavailable: IntOrString, replicas: number): Fenceposts {
  const surge = amount(maxSurge, replicas, Math.ceil)
  const unavailable = amount(maxUnavailable, replicas, Math.floor)
  if (surge === undefined || unavailable === undefined) return { surge: 0, unavailable: 0 }
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

function amount(value: IntOrString, replicas: number, round: (x: number) => number): number | undefined {
  if (typeof value === 'number') return value
  const digits = value.replaceAll('%', '')
  return /^[+-]?\d+$/.test(digits) ? round((Number(digits) * replicas) / 100) : undefined
}
