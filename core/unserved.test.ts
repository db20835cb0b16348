import { describe, expect, it } from 'vitest'
import type { CanaryStrategy, RolloutStrategy } from './api/types.ts'
import { deploy, promote, promoteFull, wait } from './simulate/acts.ts'
import { clusterWith } from './simulate/fixture.ts'
import { simulate } from './simulate/simulate.ts'
import { eventsOf, lastOf } from './simulate/story.ts'
import { unserved } from './unserved.ts'

const analysis = { templates: [{ templateName: 'success-rate' }] }
const steps = [{ setWeight: 50 }, { pause: { duration: 5 } }]
const services = { stableService: 'stable', canaryService: 'canary' }
const canary = (more: CanaryStrategy) => ({ canary: { steps, ...more } })
const blueGreen = (more: object) => ({ blueGreen: { activeService: 'active', previewService: 'preview', ...more } })

const asked: readonly (readonly [string, RolloutStrategy])[] = [
  ['spec.strategy.canary.analysis', canary({ analysis })],
  ['spec.strategy.canary.trafficRouting', canary({ ...services, trafficRouting: { nginx: { stableIngress: 'web' } } })],
  ['spec.strategy.canary.steps[1].analysis', canary({ steps: [{ setWeight: 50 }, { analysis }] })],
  [
    'spec.strategy.canary.steps[0].experiment',
    canary({ steps: [{ experiment: { templates: [{ name: 'a', specRef: 'canary' }] } }] }),
  ],
  ['spec.strategy.canary.steps[0].plugin', canary({ steps: [{ plugin: { name: 'org/step' } }] })],
  ['spec.strategy.blueGreen.prePromotionAnalysis', blueGreen({ prePromotionAnalysis: analysis })],
  ['spec.strategy.blueGreen.postPromotionAnalysis', blueGreen({ postPromotionAnalysis: analysis })],
]

describe.each(asked)('an update that asks for %s', (field, strategy) => {
  const ready = lastOf(simulate(clusterWith({ replicas: 2, strategy }), []))

  it('waits for a person, and says so once', () => {
    const states = simulate(ready, [deploy('web:2'), wait(3600)])
    const { currentPodHash, stableRS } = lastOf(states).rollout.status ?? {}
    expect(stableRS).not.toBe(currentPodHash)
    expect(eventsOf(states).filter(event => event.startsWith('NotServed'))).toEqual([
      `NotServed: Slipway does not run ${field} yet: the update waits where it gets there; promote takes it past a step, a full promotion past all`,
    ])
  })

  it('ends with a full promotion', () => {
    const { currentPodHash, stableRS } = lastOf(simulate(ready, [deploy('web:2'), promoteFull])).rollout.status ?? {}
    expect(stableRS).toBe(currentPodHash)
  })

  it('goes on from where another controller had it without a word', () => {
    const before = lastOf(simulate(ready, [deploy('web:2')]))
    expect(eventsOf(simulate(before, [wait(60)]))).toEqual([])
  })
})

describe('a background analysis', () => {
  const from = (startingStep: number) => {
    const strategy = canary({ steps: [{ setWeight: 25 }, { setWeight: 50 }], analysis: { ...analysis, startingStep } })
    return lastOf(simulate(clusterWith({ replicas: 4, strategy }), []))
  }

  it.each([0, 1])('that starts with step %i holds that step', startingStep => {
    const { rollout } = lastOf(simulate(from(startingStep), [deploy('web:2'), wait(3600)]))
    expect(rollout.status?.currentStepIndex).toBe(startingStep)
  })

  it('lets a person past it, step by step', () => {
    const { rollout } = lastOf(simulate(from(0), [deploy('web:2'), promote]))
    expect(rollout.status?.currentStepIndex).toBe(1)
  })
})

it('nothing is said of a Rollout that asks for nothing of it', () => {
  expect(unserved({ strategy: canary({}) })).toEqual([])
  expect(unserved({})).toEqual([])
})
