import { type Errors, invalid } from '../../kube/field-error.ts'
import type { CanaryStrategy, IntOrString } from '../types.ts'
import { antiAffinityErrors } from './affinity.ts'
import { pingPongErrors } from './ping-pong.ts'
import { routingErrors } from './routing.ts'
import { stepErrors } from './steps.ts'

const path = 'spec.strategy'

export function* canaryErrors(canary: CanaryStrategy): Errors {
  yield* surgeErrors(canary)
  yield* serviceNameErrors(canary)
  yield* pingPongErrors(canary)
  yield* neededServiceErrors(canary)
  yield* routingErrors(canary)
  for (const [index, step] of (canary.steps ?? []).entries()) yield* stepErrors(index, step, canary)
  yield* antiAffinityErrors(canary.antiAffinity)
}

/** Absent means 25, so only two written zeros meet here. */
function* surgeErrors({ maxSurge = '25', maxUnavailable = '25' }: CanaryStrategy): Errors {
  if (amountOf(maxSurge) !== 0 || amountOf(maxUnavailable) !== 0) return
  yield invalid(`${path}.maxSurge`, maxSurge, 'MaxSurge and MaxUnavailable both can not be zero')
}

/** A percentage counts as its number; other texts are read as integers, and junk is 0. */
function amountOf(value: IntOrString): number {
  if (typeof value === 'number') return value
  return /^\d+%$/.test(value) || /^[+-]?\d+$/.test(value) ? Number.parseInt(value, 10) : 0
}

function* serviceNameErrors({ canaryService, stableService }: CanaryStrategy): Errors {
  if (!canaryService || canaryService !== stableService) return
  const detail =
    'This rollout uses the same service for the stable and canary services, but two different services are required.'
  yield invalid(`${path}.stableService`, stableService, detail)
}

function* neededServiceErrors(canary: CanaryStrategy): Errors {
  if (!needsServices(canary)) return
  const detail = 'Canary service and Stable service must to be set to use Traffic Routing'
  for (const field of ['stableService', 'canaryService'] as const) {
    if (!canary[field]) yield invalid(`${path}.${field}`, '', detail)
  }
}

function needsServices({ trafficRouting, pingPong }: CanaryStrategy): boolean {
  const { alb, istio, smi, apisix, ambassador, nginx, appMesh, traefik } = trafficRouting ?? {}
  if (smi || apisix || ambassador || nginx || appMesh || traefik) return true
  return !pingPong && Boolean(alb || (istio && !istio.destinationRule))
}
