import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RolloutSpec } from '../api/types.ts'
import { decide } from '../decide.ts'
import { DESIRED_REPLICAS, HASH } from '../keys.ts'
import { abort, deploy, promoteFull } from './acts.ts'
import { acts, type Move, move, partialPass } from './chaos.ts'
import { clusterWith } from './fixture.ts'
import { isDeterministic, isIdempotent, keepsCapacity } from './laws.ts'
import { type Cluster, worldOf } from './objects.ts'
import { type Act, hasEffects, simulate } from './simulate.ts'

/** How many schedules: SLIPWAY_SCHEDULES=1000000 for a soak, and SLIPWAY_SEED to repeat one. fast-check prints the seed of a failure. */
const env = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env ?? {}
const numRuns = Number(env.SLIPWAY_SCHEDULES ?? 10_000)
const seed = env.SLIPWAY_SEED === undefined ? {} : { seed: Number(env.SLIPWAY_SEED) }
const some = { numRuns: Math.ceil(numRuns / 10), ...seed }

const percent = fc.integer({ min: 0, max: 100 })
const step = fc.oneof(
  percent.map(setWeight => ({ setWeight })),
  fc.constant({ pause: {} }),
  fc.constantFrom(0, 5, '30s').map(duration => ({ pause: { duration } })),
)
const fence = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  percent.map(share => `${share}%`),
)

const canarySpec: fc.Arbitrary<Partial<RolloutSpec>> = fc
  .record({
    steps: fc.array(step, { maxLength: 5 }),
    maxSurge: fence,
    maxUnavailable: fence,
    stableService: fc.constantFrom(undefined, 'web-stable'),
    canaryService: fc.constantFrom(undefined, 'web-canary'),
  })
  .filter(
    ({ maxSurge, maxUnavailable }) => Number.parseInt(`${maxSurge}`, 10) + Number.parseInt(`${maxUnavailable}`, 10) > 0,
  )
  .map(({ stableService, canaryService, ...canary }) => ({
    strategy: {
      canary: { ...canary, ...(stableService ? { stableService } : {}), ...(canaryService ? { canaryService } : {}) },
    },
  }))

const blueGreenSpec: fc.Arbitrary<Partial<RolloutSpec>> = fc
  .record({
    autoPromotionEnabled: fc.boolean(),
    autoPromotionSeconds: fc.constantFrom(0, 20),
    previewReplicaCount: fc.constantFrom(undefined, 1),
    scaleDownDelaySeconds: fc.constantFrom(0, 30),
    abortScaleDownDelaySeconds: fc.constantFrom(0, 30),
  })
  .map(({ previewReplicaCount, ...blueGreen }) => {
    const preview = previewReplicaCount === undefined ? {} : { previewReplicaCount }
    return { strategy: { blueGreen: { activeService: 'active', previewService: 'preview', ...blueGreen, ...preview } } }
  })

const spec = fc
  .record({
    strategy: fc.oneof(canarySpec, blueGreenSpec),
    replicas: fc.integer({ min: 1, max: 8 }),
    progressDeadlineAbort: fc.boolean(),
    rollbackWindow: fc.constantFrom(undefined, { revisions: 2 }),
  })
  .map(({ strategy, rollbackWindow, ...rest }) => ({
    ...strategy,
    ...rest,
    ...(rollbackWindow ? { rollbackWindow } : {}),
  }))

const crowds = ['arriving', 'busy', undefined] as const
const pod = fc.nat({ max: 30 })
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Move>({ do: 'pass' }) },
  { weight: 4, arbitrary: fc.constant<Move>({ do: 'sync' }) },
  { weight: 2, arbitrary: fc.nat({ max: 3 }).map((after): Move => ({ do: 'crash', after })) },
  { weight: 5, arbitrary: pod.map((index): Move => ({ do: 'ready', pod: index })) },
  { weight: 1, arbitrary: pod.map((index): Move => ({ do: 'unready', pod: index })) },
  { weight: 1, arbitrary: pod.map((index): Move => ({ do: 'kill', pod: index })) },
  { weight: 2, arbitrary: fc.constantFrom(...acts).map((act): Move => ({ do: 'act', act })) },
  { weight: 1, arbitrary: fc.constantFrom(...crowds).map((crowd): Move => ({ do: 'crowd', crowd })) },
)
const schedule = fc.array(anyMove, { minLength: 5, maxLength: 40, size: 'max' })

/** Runs a schedule from a Rollout at rest, and asks each law of each decision. */
function play(start: Cluster, moves: readonly Move[]): Cluster {
  let cluster = start
  for (const next of moves) {
    const { cluster: after, decision } = move(cluster, next)
    if (decision) {
      expect(isDeterministic(cluster, decision)).toBeUndefined()
      expect(keepsCapacity(cluster, decision)).toBeUndefined()
      expect(isIdempotent(cluster, decision)).toBeUndefined()
    }
    cluster = after
  }
  return cluster
}

function end(start: Cluster, script: readonly Act[] = []): Cluster {
  return simulate(start, script).at(-1)!.cluster
}

/** What users can tell of a cluster at rest. */
function gist({ rollout, replicaSets, services }: Cluster) {
  const { phase, message, stableRS, currentPodHash, currentStepIndex, updatedReplicas, availableReplicas } =
    rollout.status ?? {}
  return {
    ...{ phase, message, stableRS, currentPodHash, currentStepIndex, updatedReplicas, availableReplicas },
    sizes: replicaSets
      .map(rs => [rs.metadata.name, rs.spec.replicas, rs.metadata.annotations?.[DESIRED_REPLICAS]])
      .sort(),
    services: services.map(service => service.spec.selector[HASH]),
  }
}

describe('every schedule', () => {
  it('keeps the laws, and comes to rest when pods get ready (E7)', () => {
    fc.assert(
      fc.property(spec, schedule, (given, moves) => {
        const rest = end(play(end(clusterWith(given)), moves))
        expect(hasEffects(decide(worldOf(rest), rest.now))).toBe(false)
      }),
      { numRuns, ...seed },
    )
  }, 86_400_000)

  it('ends where it would have ended without a crowd', () => {
    fc.assert(
      fc.property(spec, fc.constantFrom(...crowds), (given, crowd) => {
        const updated = deploy('web:2').run(end(clusterWith(given)))
        expect(gist(end({ ...updated, crowd }))).toEqual(gist(end(updated)))
      }),
      some,
    )
  }, 86_400_000)

  it('ends where it would have ended without a crash, whatever write the crash came after', () => {
    fc.assert(
      fc.property(spec, fc.nat({ max: 40 }), fc.nat({ max: 4 }), (given, when, writes) => {
        const ready = end(clusterWith(given))
        const updated = deploy('web:2').run(ready)
        const states = simulate(updated, [])
        const at = states[when % states.length]!.cluster
        expect(gist(end(partialPass(at, writes).cluster))).toEqual(gist(states.at(-1)!.cluster))
      }),
      some,
    )
  }, 86_400_000)
})

describe('from anywhere', () => {
  it('an abort leads back to stable', () => {
    fc.assert(
      fc.property(spec, schedule, (given, moves) => {
        const rest = end(play(end(clusterWith(given)), moves), [abort])
        const { status = {}, spec: wanted } = rest.rollout
        const stable = rest.replicaSets.find(rs => rs.metadata.labels?.[HASH] === status.stableRS)
        if (wanted.paused) return
        expect(stable?.status.availableReplicas).toBe(wanted.replicas)
        expect(status.phase).toBe(status.stableRS === status.currentPodHash ? 'Healthy' : 'Degraded')
        const others = rest.replicaSets.filter(rs => rs !== stable && wanted.strategy?.canary)
        expect(others.map(rs => rs.spec.replicas)).toEqual(others.map(() => 0))
      }),
      some,
    )
  }, 86_400_000)

  it('a full promotion leads to the new version', () => {
    fc.assert(
      fc.property(spec, schedule, (given, moves) => {
        const resumed = [deploy('web:9'), promoteFull]
        const rest = end(play(end(clusterWith(given)), moves), resumed)
        const { status = {}, spec: wanted } = rest.rollout
        expect(status.stableRS).toBe(status.currentPodHash)
        expect(status.phase).toBe('Healthy')
        expect(status.availableReplicas ?? 0).toBe(wanted.replicas)
      }),
      some,
    )
  }, 86_400_000)
})
