import { expect, test } from 'vitest'
import type { Rollout } from '../types.ts'
import { validateReferences } from './references.ts'

const rollout = {
  metadata: { name: 'web' },
  spec: { strategy: { blueGreen: { activeService: 'live', previewService: 'next' } } },
} as Rollout
const labels = { app: 'web' }
const service = (selector: Record<string, string>, annotations: Record<string, string> = {}) => ({
  selector,
  annotations,
})
const check = (live: ReturnType<typeof service>) => validateReferences(rollout, { live, next: service({}) }, labels)

test('Services that select the template are fine, also with the hash', () => {
  expect(check(service({ app: 'web', 'rollouts-pod-template-hash': 'abc' }))).toBeUndefined()
})

test('a missing Service', () => {
  expect(validateReferences(rollout, { live: service({}) }, labels)).toBe(
    'spec.strategy.blueGreen.previewService: Invalid value: "next": service "next" not found',
  )
})

test('a selector that the template does not match', () => {
  expect(check(service({ app: 'web', tier: 'front' }))).toBe(
    'spec.strategy.blueGreen.activeService: Invalid value: "live": Service "live" has unmatch label "tier" in rollout',
  )
})

test('a Service of another Rollout', () => {
  expect(check(service({}, { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'other' }))).toBe(
    'spec.strategy.blueGreen.activeService: Invalid value: "live": Service "live" is managed by another Rollout',
  )
})

test('whether all exist comes before what they select', () => {
  expect(validateReferences(rollout, { live: service({ tier: 'x' }) }, labels)).toContain('service "next" not found')
})
