import { describe, expect, it } from 'vitest'
import type { BlueGreenStrategy, CanaryStrategy, RolloutSpec } from './api/types.ts'
import { HASH } from './keys.ts'
import { abort, deploy, promote, scale } from './simulate/acts.ts'
import { mergePatch } from './simulate/effects.ts'
import { clusterWith } from './simulate/fixture.ts'
import type { Cluster } from './simulate/objects.ts'
import { type Act, simulate } from './simulate/simulate.ts'
import { eventsOf, lastOf } from './simulate/story.ts'

const steps = [{ setWeight: 34 }, { pause: {} }]
const gated = { activeService: 'active', previewService: 'preview', autoPromotionEnabled: false }

/** All of these in one apply. */
const together = (...acts: readonly Act[]): Act => ({
  name: acts.map(act => act.name).join(', '),
  run: cluster => acts.reduce((next, act) => act.run(next), cluster),
})

const toCanary = (canary: CanaryStrategy) => become('canary', { canary, blueGreen: null })
const toBlueGreen = (blueGreen: BlueGreenStrategy) => become('blue-green', { blueGreen, canary: null })

function become(name: string, strategy: object): Act {
  return {
    name: `to ${name}`,
    run({ rollout, ...cluster }: Cluster) {
      const spec = mergePatch(rollout.spec, { strategy }) as RolloutSpec
      const metadata = { ...rollout.metadata, generation: rollout.metadata.generation + 1 }
      return { ...cluster, rollout: { ...rollout, spec, metadata } }
    },
  }
}

/** The states from the last of the acts on. */
function statesOf(strategy: NonNullable<RolloutSpec['strategy']>, acts: readonly Act[]) {
  const { services } = clusterWith({ strategy: { blueGreen: gated } })
  const start = { ...clusterWith({ replicas: 3, strategy }), services }
  const before = lastOf(simulate(start, acts.slice(0, -1), { patience: 0 }))
  return simulate(before, acts.slice(-1))
}

/** Events of the last of the acts: the reason, and what a ReplicaSet does. */
function toldOf(strategy: NonNullable<RolloutSpec['strategy']>, acts: readonly Act[]): readonly string[] {
  return eventsOf(statesOf(strategy, acts)).map(event => event.split(' ReplicaSet')[0] ?? '')
}

describe('another strategy', () => {
  it('that comes with another N is told of after what N does', () => {
    const told = toldOf({ canary: { steps } }, [together(toBlueGreen(gated), scale(5))])
    expect(told.map(event => event.split(':')[0])).toEqual(['ScalingReplicaSet', 'SwitchService', 'SwitchService'])
  })

  it('that comes with another N to a version at rest skips its steps after the version has grown', () => {
    const told = toldOf({ blueGreen: gated }, [together(toCanary({ steps }), scale(5))])
    expect(told).toEqual(['ScalingReplicaSet: Scaled up', 'SkipSteps: Rollback to stable'])
  })

  it('that comes with another N at the gate ends the pause after both versions have their sizes', () => {
    const told = toldOf({ blueGreen: gated }, [deploy('web:2'), together(toCanary({ steps }), scale(5))])
    expect(told.slice(0, 3)).toEqual([
      'ScalingReplicaSet: Scaled up',
      'ScalingReplicaSet: Scaled down',
      'RolloutResumed: Rollout is resumed',
    ])
  })

  it('keeps the pause of a step until somebody ends it, where a switch would wait for its seconds', () => {
    const services = { stableService: 'active', canaryService: 'preview' }
    const timed = { ...gated, autoPromotionEnabled: true, autoPromotionSeconds: 10 }
    const acts = [deploy('web:2'), toBlueGreen(timed)]
    const held = lastOf(statesOf({ canary: { ...services, steps } }, acts)).rollout.status
    expect(held).toMatchObject({ phase: 'Paused', message: 'CanaryPauseStep' })
    const { status } = lastOf(statesOf({ canary: { ...services, steps } }, [...acts, promote])).rollout
    expect(status).toMatchObject({ phase: 'Healthy', stableRS: held?.currentPodHash })
  })

  it('that comes to an aborted version leaves it aborted: the active Service is new to it, and goes to stable (R9)', () => {
    const acts = [deploy('web:2'), abort, toBlueGreen(gated)]
    const { rollout, services } = lastOf(statesOf({ canary: { steps } }, acts))
    const { stableRS, currentPodHash } = rollout.status ?? {}
    expect(rollout.status).toMatchObject({ phase: 'Degraded', abort: true })
    expect(stableRS).not.toBe(currentPodHash)
    const active = services.find(({ metadata }) => metadata.name === 'active')
    expect(active?.spec.selector[HASH]).toBe(stableRS)
  })
})
