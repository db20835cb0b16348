import { expect, test } from 'vitest'
import type { Rollout } from '../types.ts'
import { validateReferences } from './references.ts'

const check = (trafficRouting: unknown) =>
  validateReferences({ spec: { strategy: { canary: { trafficRouting } } } } as Rollout, {})
const at = 'spec.strategy.canary.trafficRouting'
const service = { name: 'web' }

test.each([
  [
    { nginx: {} },
    `${at}.nginx: Internal error: Either StableIngress or StableIngresses must be configured. Neither are configured.`,
  ],
  [
    { nginx: { stableIngress: 'a', stableIngresses: ['b'] } },
    `${at}.nginx: Internal error: Either StableIngress or StableIngresses must be configured. Both are configured.`,
  ],
  [
    { alb: { servicePort: 80 } },
    `${at}.alb: Internal error: Either Ingress or Ingresses must be configured. Neither are configured.`,
  ],
  [{ istio: {} }, `${at}.istio: Internal error: either VirtualService or VirtualServices must be configured`],
  [
    { istio: { virtualService: service, virtualServices: [service] } },
    `${at}.istio: Internal error: either VirtualService or VirtualServices must be configured`,
  ],
])('%j: %s', (routing, error) => expect(check(routing)).toBe(error))

test.each([
  [{ nginx: { stableIngress: 'a' } }],
  [{ nginx: { stableIngresses: ['a', 'b'] } }],
  [{ alb: { ingress: 'a', servicePort: 80 } }],
  [{ istio: { virtualService: service } }],
  [{ istio: { virtualServices: [service] } }],
  [{ smi: {} }],
  [undefined],
])('%j is fine', routing => expect(check(routing)).toBeUndefined())

test('is looked at once the Services are known to exist, and before what they select', () => {
  const canary = { stableService: 'web', trafficRouting: { nginx: {} } }
  const rollout = { metadata: { name: 'web' }, spec: { strategy: { canary } } } as Rollout
  const misfit = { selector: { app: 'other' }, annotations: {} }
  expect(validateReferences(rollout, {})).toContain('service "web" not found')
  expect(validateReferences(rollout, { web: misfit })).toContain('Neither are configured')
})
