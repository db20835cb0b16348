import { describe, expect, test } from 'vitest'
import recorded from '../testdata/invalid-specs.json' with { type: 'json' }
import type { Rollout, RolloutSpec } from '../types.ts'
import { validateReferences } from './references.ts'
import { validateRollout } from './spec.ts'

const stored = {
  namespace: 'default',
  uid: 'u',
  resourceVersion: '1',
  generation: 1,
  creationTimestamp: '2026-01-01T00:00:00Z',
}
const rollout = (spec: unknown, name = 'web'): Rollout => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { ...stored, name },
  spec: spec as RolloutSpec,
})

const valid = {
  replicas: 1,
  selector: { matchLabels: { app: 'web' } },
  template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'web:1' }] } },
  strategy: { canary: {} },
}
const canary = (strategy: unknown) => validateRollout(rollout({ ...valid, strategy: { canary: strategy } }))

test('a valid spec has no error', () => expect(validateRollout(rollout(valid))).toBeUndefined())

describe('faults that were seen, with the text that upstream reported', () => {
  test.each(recorded)('$name: $error', ({ name, spec, error }) => {
    const subject = rollout(spec, name)
    expect(validateRollout(subject) ?? validateReferences(subject, {})).toBe(error)
  })
})

describe('spec', () => {
  test.each([
    [{ replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [{ selector: undefined }, "spec.selector: Required value: Rollout has missing field '.spec.selector'"],
    [
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
    [
      { selector: { matchExpressions: [{ key: 'app', operator: 'Near' }] } },
      'spec.selector.matchExpressions[0].operator: Invalid value: "Near": not a valid selector operator',
    ],
    [
      { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
      'spec.template: Internal error: template must be empty for workload reference rollout',
    ],
    [{ minReadySeconds: -1 }, 'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
    [
      { template: {} },
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
    ],
    [
      { template: { metadata: { labels: {} } } },
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
    ],
  ])('%j: %s', (change, error) => expect(validateRollout(rollout({ ...valid, ...change }))).toBe(error))

  test('a template from a workload is validated in place of the own one', () => {
    const { template, selector, ...spec } = valid
    const referring = rollout({ ...spec, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } })
    expect(validateRollout(referring)).toBeUndefined()
    const broken = { ...template, spec: { containers: [] } }
    expect(validateRollout(referring, broken)).toBe('spec.template.spec.containers: Required value')
  })
})

describe('canary', () => {
  const nginx = { nginx: { stableIngress: 'web' } }
  const services = { stableService: 'a', canaryService: 'b' }
  test.each([
    [
      { maxSurge: '0%', maxUnavailable: 'junk' },
      'spec.strategy.maxSurge: Invalid value: "0%": MaxSurge and MaxUnavailable both can not be zero',
    ],
    [
      { stableService: 'a', canaryService: 'a' },
      'spec.strategy.stableService: Invalid value: "a": This rollout uses the same service for the stable and canary services, but two different services are required.',
    ],
    [
      { trafficRouting: nginx },
      'spec.strategy.stableService: Invalid value: "": Canary service and Stable service must to be set to use Traffic Routing',
    ],
    [
      { dynamicStableScale: true },
      'spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale can only be used with traffic routing',
    ],
    [
      { ...services, trafficRouting: nginx, dynamicStableScale: true, scaleDownDelaySeconds: 1 },
      'spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale cannot be used with scaleDownDelaySeconds',
    ],
    [
      { ...services, trafficRouting: { ...nginx, maxTrafficWeight: 1000 }, steps: [{ setWeight: 1001 }] },
      'spec.strategy.steps[0].setWeight: Invalid value: 1001: SetWeight needs to be between 0 and 1000',
    ],
    [
      { steps: [{ setWeight: 1 }, { pause: { duration: '1d' } }] },
      'spec.strategy.steps[1].pause.duration: Invalid value: -1: Duration needs to be greater than 0',
    ],
    [
      {
        trafficRouting: { alb: { ingress: 'i', servicePort: 80 } },
        pingPong: { pingService: 'a', pongService: 'a' },
      },
      'spec.strategy.pingPong.pingService: Invalid value: "a": This rollout uses the same service for the ping and pong services, but two different services are required.',
    ],
    [
      { trafficRouting: { alb: { ingress: 'i', servicePort: 80 } }, pingPong: { pingService: 'a', pongService: 'b' } },
      'spec.strategy.trafficRouting.alb.rootService: Invalid value: "": Root service field is required for the configuration with ALB and ping-pong feature enabled',
    ],
    [
      {
        ...services,
        trafficRouting: { nginx: {}, managedRoutes: [{ name: 'r' }] },
        steps: [{ setMirrorRoute: { name: 'r', percentage: 5 } }],
      },
      'spec.strategy.steps[0].setMirrorRoute: Invalid value: {"name":"r","percentage":5}: SetMirrorRoute requires TrafficRouting, supports Istio and Plugins',
    ],
    [
      {
        ...services,
        trafficRouting: { alb: { ingress: 'i', servicePort: 80 }, managedRoutes: [{ name: 'r' }] },
        steps: [{ setHeaderRoute: { name: 'r', match: [{ headerName: 'x', headerValue: { prefix: 'a' } }] } }],
      },
      'spec.strategy.steps[0].setHeaderRoute.match[0]: Invalid value: {"prefix":"a"}: SetHeaderRoute match value invalid. ALB supports \'exact\' value only',
    ],
    [
      {
        ...services,
        trafficRouting: { istio: { virtualService: { name: 'v' } }, managedRoutes: [{ name: 'r' }] },
        steps: [
          { setHeaderRoute: { name: 'r', match: [{ headerName: 'x', headerValue: { prefix: 'a', exact: 'b' } }] } },
        ],
      },
      'spec.strategy.steps[0].setHeaderRoute.match[0]: Invalid value: {"exact":"b","prefix":"a"}: StringMatch match value must have exactly one of the following: exact, regex, prefix',
    ],
    [
      {
        ...services,
        trafficRouting: { istio: { virtualService: { name: 'v' } }, managedRoutes: [{ name: 'r' }] },
        steps: [{ setHeaderRoute: { name: 'other' } }],
      },
      'spec.strategy.steps[0].setHeaderRoute: Invalid value: "other": Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes',
    ],
    [
      {
        ...services,
        trafficRouting: { istio: { virtualService: { name: 'v' } }, managedRoutes: [] },
        steps: [{ setMirrorRoute: { name: 'r' } }],
      },
      "spec.strategy.trafficRouting.managedRoutes: Required value: Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'",
    ],
    [
      {
        ...services,
        trafficRouting: nginx,
        steps: [{ experiment: { templates: [{ name: 't', specRef: 'canary', weight: 5 }] } }],
      },
      'spec.strategy.steps[0].experiment.templates[0].weight: Invalid value: 5: Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time',
    ],
    [
      {
        steps: [
          {
            analysis: {
              templates: [{ templateName: 't' }],
              args: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.generation' } } }],
            },
          },
        ],
      },
      'spec.strategy.steps[0].analyses: Invalid value: [{"name":"a","valueFrom":{"fieldRef":{"fieldPath":"metadata.generation"}}}]: Analyses arguments must refer to valid object metadata supported by downwardAPI',
    ],
    [
      { antiAffinity: {} },
      'spec.strategy.antiAffinity: Invalid value: "antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: false antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: false": AntiAffinity must have exactly one strategy listed',
    ],
  ])('%j', (strategy, error) => expect(canary(strategy)).toBe(error))

  test.each([
    [{ maxSurge: 0 }],
    [{ maxSurge: '0', maxUnavailable: 1 }],
    [{ steps: [{ pause: {} }, { pause: { duration: '0s' } }, { setWeight: 100 }] }],
    [{ ...services, trafficRouting: { plugins: { 'x/y': {} } } }],
    [
      {
        steps: [
          {
            analysis: {
              templates: [],
              args: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } }],
            },
          },
        ],
      },
    ],
  ])('%j is valid', strategy => expect(canary(strategy)).toBeUndefined())
})
