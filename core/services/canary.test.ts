import { describe, expect, it } from 'vitest'
import type { CanaryStep, CanaryStrategy } from '../api/types.ts'
import { HASH } from '../keys.ts'
import { abort, deploy, pause, promote, scale } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { keepsCapacity } from '../simulate/laws.ts'
import { type Act, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf, leastBehind, sizesOf } from '../simulate/story.ts'

/** Deploys `web:1` with both Services and the steps, then plays the acts. */
function play(steps: readonly CanaryStep[], acts: readonly Act[], more: Partial<CanaryStrategy> = {}) {
  const canary = { stableService: 'web-stable', canaryService: 'web-canary', steps, ...more }
  const states = simulate(lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary } }), [])), acts)
  return { states, cluster: lastOf(states), status: lastOf(states).rollout.status }
}

it.each([
  ['back to stable', 'web:1', 2],
  ['a third one', 'web:3', 0],
])('no Service moves before the status tells of a change of revision: %s', (_, image, step) => {
  const { states } = play([{ setWeight: 50 }, { pause: {} }], [deploy('web:2'), deploy(image)])
  const isSwitch = (intent: object) => 'target' in intent && (intent.target as { kind: string }).kind === 'Service'
  const asked = states.findIndex(({ cause }) => cause === `deploy ${image}`)
  const switched = states.slice(asked).findIndex(({ decision }) => decision?.intents.some(isSwitch))
  expect(states[asked + switched - 1]?.cluster.rollout.status).toMatchObject({ currentStepIndex: step })
})

it('the canary Service goes back to stable after people have read of it and before stable grows', () => {
  const { states } = play([{ setWeight: 50 }, { pause: {} }], [deploy('web:2'), deploy('web:1')])
  const told = eventsOf(states).map(event => event.split(':')[0])
  expect(told.slice(told.indexOf('SkipSteps')).slice(0, 4)).toEqual([
    'SkipSteps',
    'RolloutResumed',
    'SwitchService',
    'ScalingReplicaSet',
  ])
})

it('the aborted version is emptied right after the canary Service has left it, and then the abort is told', () => {
  const { states, cluster } = play([{ setWeight: 10 }, { pause: {} }], [deploy('web:2'), abort])
  expect(
    eventsOf(states)
      .slice(-3)
      .map(event => event.split(':')[0]),
  ).toEqual(['SwitchService', 'ScalingReplicaSet', 'RolloutAborted'])
  expect(sizesOf(cluster)).toEqual([4, 0])
  expect(leastBehind(states, 'web-canary')).toBeGreaterThan(0)
})

it('the canary Service is not pointed at a version that the same pass empties', () => {
  const astray: Act = {
    name: 'skipped to the last steps, with the Service turned to stable by hand',
    run(cluster) {
      const status = { ...cluster.rollout.status, currentStepIndex: 2, pauseConditions: [] }
      const hash = status.stableRS ?? ''
      const services = cluster.services.map(service =>
        service.metadata.name === 'web-canary'
          ? { ...service, spec: { ...service.spec, selector: { ...service.spec.selector, [HASH]: hash } } }
          : service,
      )
      return { ...cluster, services, rollout: { ...cluster.rollout, status } }
    },
  }
  const { states } = play([{ setWeight: 1 }, { pause: {} }, { setWeight: 0 }, { pause: {} }], [deploy('web:2'), astray])
  const broken = states
    .slice(1)
    .map(({ decision }, index) => decision && keepsCapacity(states[index]!.cluster, decision))
  expect(broken.filter(law => law !== undefined)).toEqual([])
})

it.each([
  ['everything', [{ setWeight: 100 }, { pause: {} }]],
  ['nothing', [{ pause: {} }, { setWeight: 50 }]],
])('no Service moves for new steps that give the new version %s while spec.paused: nothing is emptied', (_, steps) => {
  const resteps: Act = {
    name: 'other steps',
    run(cluster) {
      const { rollout, version } = cluster
      const canary = { ...rollout.spec.strategy?.canary, steps }
      const metadata = {
        ...rollout.metadata,
        generation: rollout.metadata.generation + 1,
        resourceVersion: `${version}x`,
      }
      return { ...cluster, rollout: { ...rollout, metadata, spec: { ...rollout.spec, strategy: { canary } } } }
    },
  }
  const fenceposts = { maxSurge: 0, maxUnavailable: 2 }
  const begun = [{ setWeight: 50 }, { pause: {} }]
  const { cluster, status } = play(begun, [deploy('web:2'), pause, resteps], fenceposts)
  expect(sizesOf(cluster)).toEqual([2, 2])
  expect(cluster.services.map(({ spec }) => spec.selector[HASH])).toEqual([status?.stableRS, status?.currentPodHash])
})

describe('a version that its step leaves without pods', () => {
  const back = [{ setWeight: 25 }, { pause: {} }, { setWeight: 0 }, { pause: {} }, { setWeight: 50 }, { pause: {} }]

  it('is emptied after the canary Service has gone back to stable, and the step is done', () => {
    const { states, cluster, status } = play(back, [deploy('web:2'), promote])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 3 })
    expect(sizesOf(cluster)).toEqual([4, 0])
    expect(cluster.services.map(({ spec }) => spec.selector[HASH])).toEqual([status?.stableRS, status?.stableRS])
    expect(leastBehind(states, 'web-canary')).toBeGreaterThan(0)
  })

  it('keeps it when N leaves nothing to either', () => {
    const { cluster, status } = play(back, [deploy('web:2'), scale(0)])
    expect(cluster.services[1]?.spec.selector[HASH]).toBe(status?.currentPodHash)
  })

  it('does not get the stable Service when N leaves nothing to either', () => {
    const { cluster, status } = play(back, [deploy('web:2'), scale(0)])
    expect(cluster.services[0]?.spec.selector[HASH]).toBe(status?.stableRS)
  })

  it('gets it again with its next pod', () => {
    const { cluster, status } = play(back, [deploy('web:2'), promote, promote])
    expect(sizesOf(cluster)).toEqual([2, 2])
    expect(cluster.services[1]?.spec.selector[HASH]).toBe(status?.currentPodHash)
  })
})

describe.each([
  ['with surge', {}],
  ['without', { maxSurge: 0, maxUnavailable: 1 }],
])('a step of 100 percent, %s', (_, fenceposts) => {
  const everything = [{ setWeight: 100 }, { pause: {} }]

  it.each([
    ['empties stable, whose Service has moved before', [], 'Paused', [0, 4]],
    ['is gone back from', [abort], 'Degraded', [4, 0]],
    ['ends in the promotion', [promote], 'Healthy', [0, 4]],
    ['is begun anew by the next revision', [deploy('web:3')], 'Paused', [0, 0, 4]],
  ] as const)('%s', (_, acts, phase, sizes) => {
    const { states, cluster, status } = play(everything, [deploy('web:2'), ...acts], fenceposts)
    expect(status?.phase).toBe(phase)
    expect(sizesOf(cluster)).toEqual(sizes)
    expect(leastBehind(states, 'web-stable')).toBeGreaterThan(0)
    expect(leastBehind(states, 'web-canary')).toBeGreaterThan(0)
  })
})
