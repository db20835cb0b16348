import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Rollout, TabProps } from '../argocd/types.ts'
import { deriveView } from './rollout.ts'
import { secondsOf } from './steps.ts'

const recorded = join(import.meta.dirname, '../../test/argocd/recorded/ui-props-resource.json')
const { resource, tree }: TabProps = JSON.parse(readFileSync(recorded, 'utf8'))
const view = (status: object, spec: object = {}) =>
  deriveView(
    { ...resource, spec: { ...resource.spec, ...spec }, status: { ...resource.status, ...status } } as Rollout,
    tree,
    new Map(),
  )
const empty = (rollout: object) =>
  deriveView(
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'new', uid: '1' }, spec: {}, ...rollout },
    {},
    new Map(),
  )

describe('a canary at its first pause, as recorded', () => {
  const { phase, explanation, steps, weights, revisions, strategy } = view({})

  test('says where it stands', () => {
    expect([strategy, phase.name, explanation]).toEqual(['Canary', 'Paused', 'At step 2 of 4, until resumed.'])
    expect(steps.map(({ text, state }) => `${state}: ${text}`)).toEqual([
      'done: Set weight to 20%',
      'current: Pause until resumed',
      'todo: Set weight to 60%',
      'todo: Pause until resumed',
    ])
    expect(weights).toEqual({ set: 20, actual: 20, source: 'pods' })
  })

  test('knows roles by hash, newest revision first', () => {
    expect(revisions.slice(0, 2).map(({ number, roles, pods }) => [number, roles, pods.length])).toEqual([
      [8, ['canary'], 1],
      [7, ['stable'], 4],
    ])
    expect(revisions[0]!.images).toEqual(['example.org/web:256261'])
  })
})

describe('weights', () => {
  const routed = { strategy: { canary: { ...resource.spec.strategy!.canary, trafficRouting: { nginx: {} } } } }
  test.each([
    ['aborted', { abort: true }, {}, { set: 0, actual: 20, source: 'pods' }],
    [
      'promoted',
      { stableRS: resource.status!.currentPodHash, currentStepIndex: 4 },
      {},
      { set: 100, actual: 20, source: 'pods' },
    ],
    [
      'with a router',
      { canary: { weights: { canary: { weight: 25 }, verified: true } } },
      routed,
      { set: 20, actual: 25, source: 'router', verified: true },
    ],
    [
      'set to 0 on purpose',
      {},
      { strategy: { canary: { steps: [{ setWeight: 0 }, { pause: {} }] } } },
      { set: 0, actual: 20, source: 'pods' },
    ],
    ['nothing available', { availableReplicas: 0 }, {}, { set: 20, actual: 0, source: 'pods' }],
  ])('%s', (_, status, spec, weights) => {
    expect(view(status, spec).weights).toEqual(weights)
  })
})

describe('phase', () => {
  test('an older status does not speak for a newer spec', () => {
    expect(view({ observedGeneration: '30', phase: 'Healthy', message: '' }).phase).toEqual({
      name: 'Progressing',
      message: 'waiting for rollout spec update to be observed',
    })
  })

  test('no status, no strategy, no tree: nothing breaks', () => {
    expect(empty({})).toMatchObject({
      phase: { name: 'Progressing' },
      strategy: 'No strategy',
      revisions: [],
      steps: [],
    })
    expect(empty({ status: {} }).phase.name).toBe('Unknown')
  })

  test('how far a Deployment has been taken over is told in the controller’s words', () => {
    const message = 'deployment "legacy" has no pods of its own'
    const conditions = [{ type: 'WorkloadDrained', status: 'True', message }]
    expect(view({ conditions }).handOver).toBe(message)
    expect(view({}).handOver).toBeUndefined()
  })

  test('an invalid spec is named even when the phase tells of an abort', () => {
    const conditions = [{ type: 'InvalidSpec', status: 'True', message: 'The Rollout "web" is invalid' }]
    const { problems } = view({ phase: 'Degraded', message: 'RolloutAborted: metric "a: b" failed', conditions })
    expect(problems).toEqual([
      { reason: 'InvalidSpec', message: 'The Rollout "web" is invalid' },
      { reason: 'RolloutAborted', message: 'metric "a: b" failed' },
    ])
  })
})

test('blue-green roles come from the selectors of the Services', () => {
  const [preview, active] = [resource.status!.currentPodHash!, resource.status!.stableRS!]
  const { revisions, services, weights } = view(
    { blueGreen: { activeSelector: active, previewSelector: preview } },
    { strategy: { blueGreen: { activeService: 'shop-active', previewService: 'shop-preview' } } },
  )
  expect(revisions.slice(0, 2).map(({ roles }) => roles)).toEqual([['preview'], ['stable', 'active']])
  expect(services).toEqual([
    ['active', 'shop-active'],
    ['preview', 'shop-preview'],
  ])
  expect(weights).toBeUndefined()
})

test('a timed pause tells when it ends', () => {
  const steps = [{ setWeight: 20 }, { pause: { duration: '1h30m' } }]
  const pauseConditions = [{ reason: 'CanaryPauseStep', startTime: '2026-11-21T10:00:00Z' }]
  expect(view({ pauseConditions }, { strategy: { canary: { steps } } }).steps[1]!.endsAt).toBe(
    Date.UTC(2026, 10, 21, 11, 30),
  )
})

test.each([
  [5, 5],
  ['90', 90],
  ['1h30m', 5400],
  ['1.5s', 1.5],
  ['200ms', 0.2],
])('a duration of %s is %d seconds', (duration, seconds) => {
  expect(secondsOf(duration)).toBeCloseTo(seconds)
})
