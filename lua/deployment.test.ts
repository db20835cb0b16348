/** Our check of a Deployment takes the place of Argo CD's own, for every Deployment of an installation: where no Rollout is concerned it must say the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROLLOUT_OBSERVED } from '../core/keys.ts'
import type { Json, KubeObject } from '../sandbox/api.ts'
import { builtinHealth } from '../sandbox/argocd/health/builtin.ts'
import { runLua } from '../sandbox/argocd/lua/run.ts'
import { runLua51 } from '../test/lua/lua51.ts'

const script = readFileSync(join(import.meta.dirname, 'apps/Deployment/health.lua'), 'utf8')

const few = fc.integer({ min: 0, max: 3 })
const reasons = ['NewReplicaSetAvailable', 'ReplicaSetUpdated', 'ProgressDeadlineExceeded', 'MinimumReplicasAvailable']
const condition = fc.record({
  type: fc.constantFrom('Progressing', 'Available', 'ReplicaFailure'),
  status: fc.constantFrom('True', 'False', 'Unknown'),
  reason: fc.constantFrom(...reasons),
})
const status = fc.record(
  {
    observedGeneration: few,
    replicas: few,
    updatedReplicas: few,
    readyReplicas: few,
    availableReplicas: few,
    conditions: fc.array(condition, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const deployment = fc.record(
  {
    apiVersion: fc.constant('apps/v1'),
    kind: fc.constant('Deployment'),
    metadata: fc.record({ name: fc.constantFrom('web', 'shop.example-1'), generation: few }),
    spec: fc.record({ replicas: few, paused: fc.boolean() }, { requiredKeys: [] }),
    status,
  },
  { requiredKeys: ['apiVersion', 'kind', 'metadata', 'spec'] },
) as fc.Arbitrary<KubeObject>

const withObserved = (object: KubeObject, message: string): KubeObject => ({
  ...object,
  status: { conditions: [{ type: ROLLOUT_OBSERVED, status: 'True', reason: 'RolloutHealthy', message }] },
})

describe.each([
  ['fengari', runLua],
  ['Lua 5.1', runLua51],
])('%s', (_, run) => {
  const healthOf = (object: KubeObject) => run(script, { obj: object as Json }, 0)

  test('of a Deployment that no Rollout refers to it is Argo CD’s own, in every state', () => {
    fc.assert(
      fc.property(deployment, object => {
        expect(healthOf(object)).toEqual({ message: '', ...builtinHealth(object) })
      }),
      { numRuns: 300 },
    )
  })

  test('a generation is known only to a note that names it, digit for digit', () => {
    const any = fc.record({ generation: fc.nat(200), noted: fc.nat(200) })
    fc.assert(
      fc.property(any, ({ generation, noted }) => {
        const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', generation }, spec: {} }
        const health = healthOf(withObserved(object, `generation ${noted} is known to rollout web`))
        const isHeld = JSON.stringify(health).includes('to be observed')
        expect(isHeld).toBe(noted !== generation)
      }),
      { numRuns: 300 },
    )
  })
})
