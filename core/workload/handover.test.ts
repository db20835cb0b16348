import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RolloutSpec } from '../api/types.ts'
import { decide } from '../decide.ts'
import { HASH } from '../keys.ts'
import { formatTime } from '../kube/time.ts'
import { fencepostsOf } from '../replicas/fenceposts.ts'
import { abort, retry } from '../simulate/acts.ts'
import { type Move, move } from '../simulate/chaos.ts'
import { clusterWith, templateOf } from '../simulate/fixture.ts'
import { type Cluster, worldOf } from '../simulate/objects.ts'
import { type Act, hasEffects, type State, simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'
import type { AutoscalerView } from '../world.ts'

interface Adopting {
  readonly mode: 'onsuccess' | 'progressively'
  readonly strategy?: RolloutSpec['strategy']
  readonly replicas?: number
  readonly size?: number
  readonly autoscalers?: readonly AutoscalerView[]
}

const canary = { canary: { maxSurge: 1, maxUnavailable: 0, stableService: 'stable', canaryService: 'canary' } }
const blueGreen = { blueGreen: { activeService: 'active' } }

/** A Deployment with its pods, and a Rollout that nobody has looked at yet. */
function adopting({ mode, strategy = canary, replicas, size = 5, autoscalers = [] }: Adopting): Cluster {
  const cluster = clusterWith({ strategy, ...(replicas === undefined ? {} : { replicas }) })
  const { template, selector, ...spec } = cluster.rollout.spec
  const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown: mode }
  const counts = { replicas: size, availableReplicas: size, observedGeneration: 1 }
  const workload = { uid: 'd', template: templateOf('web:1'), selector: { matchLabels: { app: 'web' } }, generation: 1 }
  return {
    ...cluster,
    autoscalers,
    rollout: { ...cluster.rollout, spec: { ...spec, workloadRef } },
    workload: { state: 'resolved', ...workload, replicas: size, counts },
  }
}

const onWorkload = (name: string, change: (size: number) => object): Act => ({
  name,
  run(cluster) {
    const { workload } = cluster
    if (workload.state !== 'resolved') return cluster
    const changed = { ...workload, generation: workload.generation + 1, ...change(workload.replicas ?? 0) }
    return { ...cluster, now: cluster.now + 1000, version: cluster.version + 1, workload: changed }
  },
})
const scaleWorkload = (replicas: number) => onWorkload(`somebody scales it to ${replicas}`, () => ({ replicas }))
const deploy = (image: string) => onWorkload(`deploy ${image}`, () => ({ template: templateOf(image) }))
const autoscaled = (autoscalers: readonly AutoscalerView[]): Act => ({
  name: 'autoscalers change',
  run: cluster => ({ ...cluster, version: cluster.version + 1, autoscalers }),
})
const remove: Act = {
  name: 'delete',
  run: cluster => ({
    ...cluster,
    version: cluster.version + 1,
    rollout: {
      ...cluster.rollout,
      metadata: { ...cluster.rollout.metadata, deletionTimestamp: formatTime(cluster.now) },
    },
  }),
}

/** Nothing is known of a hand-over, and somebody has scaled the Deployment up (AR#4935). */
function asUpstreamLeaves({ rollout, ...cluster }: Cluster, size: number): Cluster {
  const { finalizers, ...metadata } = rollout.metadata
  const conditions = rollout.status?.conditions?.filter(({ type }) => type !== 'WorkloadDrained') ?? []
  const scaled = scaleWorkload(size).run({
    ...cluster,
    rollout: { ...rollout, metadata, status: { ...rollout.status, conditions } },
  })
  const { generation } = scaled.workload as Extract<Cluster['workload'], { state: 'resolved' }>
  const counts = { replicas: size, availableReplicas: size, observedGeneration: generation }
  return { ...scaled, workload: { ...scaled.workload, counts } as Cluster['workload'] }
}

function workloadOf({ workload }: Cluster) {
  if (workload.state !== 'resolved' || !workload.counts) throw new Error('the Deployment is gone')
  return { size: workload.replicas ?? 0, ...workload.counts }
}

/** Pods that run or are wanted, and pods that are available, of both fleets. */
function both(cluster: Cluster) {
  const { size, replicas, availableReplicas } = workloadOf(cluster)
  const ours = cluster.replicaSets.reduce((sum, rs) => sum + Math.max(rs.spec.replicas, rs.status.replicas), 0)
  const ready = cluster.replicaSets.reduce(
    (sum, rs) => sum + Math.min(rs.spec.replicas, rs.status.availableReplicas),
    0,
  )
  return { total: Math.max(size, replicas) + ours, available: Math.min(size, availableReplicas) + ready, ours, size }
}

/** The first state outside the bounds, in words. */
function outside(states: readonly State[], least: number, most: number): string | undefined {
  const index = states.findIndex(({ cluster }) => both(cluster).total > most || both(cluster).available < least)
  return index < 0 ? undefined : `${states[index]!.cause} -> ${JSON.stringify(both(states[index]!.cluster))}`
}

function wasWhole({ rollout }: Cluster): boolean {
  return rollout.status?.conditions?.some(({ type }) => type === 'Healthy') ?? false
}

function condition(cluster: Cluster) {
  const found = cluster.rollout.status?.conditions?.find(({ type }) => type === 'WorkloadDrained')
  return found && `${found.status} ${found.reason}`
}

describe('progressively', () => {
  it('counts the Deployment’s pods that still leave when its first update begins (G6)', () => {
    const surging = { canary: { maxSurge: 2, maxUnavailable: 0 } }
    const moves: readonly Move[] = [
      { do: 'sync' },
      ...[0, 1, 2, 3].map((pod): Move => ({ do: 'ready', pod })),
      { do: 'pass' },
    ]
    let cluster = adopting({ mode: 'progressively', strategy: surging, size: 3, replicas: 3 })
    for (let turn = 0; turn < 20 && !wasWhole(cluster); turn += 1)
      cluster = moves.reduce((before, next) => move(before, next).cluster, cluster)
    const updated = deploy('web:2').run(cluster)
    expect(both(updated)).toMatchObject({ size: 0, ours: 3 })
    expect(both(updated).total).toBeGreaterThan(3)
    expect(both(move(updated, { do: 'pass' }).cluster).total).toBeLessThanOrEqual(5)
    expect(lastOf(simulate(updated, [])).rollout.status?.phase).toBe('Healthy')
  })

  it.each([
    ['a canary that may surge', canary, 6, 5],
    ['a canary without surge', { canary: { maxSurge: 0, maxUnavailable: 2 } }, 5, 3],
    ['blue-green', blueGreen, 7, 5],
  ])('keeps both fleets together within the bounds with %s (G6)', (_, strategy, most, least) => {
    const states = simulate(adopting({ mode: 'progressively', strategy }), [])
    expect(outside(states, least, most)).toBeUndefined()
    const end = lastOf(states)
    expect(both(end)).toEqual({ total: 5, available: 5, ours: 5, size: 0 })
    expect([end.rollout.status?.phase, condition(end)]).toEqual(['Healthy', 'True Drained'])
  })

  it('gives back beside pods that are asked for and not there yet no more than fits', () => {
    const smaller = scaleWorkload(1).run(adopting({ mode: 'progressively', strategy: blueGreen, size: 2, replicas: 2 }))
    const asked = move(move(smaller, { do: 'sync' }).cluster, { do: 'pass' }).cluster
    const cut = move(remove.run(asked), { do: 'crash', after: 1 }).cluster
    expect(both(asked).total).toBe(3)
    expect(both(cut).total).toBeLessThanOrEqual(3)
    expect(both(lastOf(simulate(cut, [])))).toMatchObject({ size: 2, ours: 0 })
  })

  it('takes nothing from the Deployment for pods that never become available', () => {
    const options = { becomesReady: () => false, patience: 0 }
    const states = simulate(adopting({ mode: 'progressively' }), [], options)
    expect(outside(states, 5, 6)).toBeUndefined()
    expect(both(lastOf(states))).toMatchObject({ size: 5, ours: 1 })
    expect(condition(lastOf(states))).toBe('False HandingOver')
  })

  it('begins anew with a fixed template, without steps: the Deployment still is what is stable', () => {
    const strategy = { canary: { ...canary.canary, steps: [{ setWeight: 20 }, { pause: {} }] } }
    const options = { becomesReady: (pod: { metadata: { labels?: object } }) => !isOf(pod, 'first'), patience: 0 }
    const start = adopting({ mode: 'progressively', strategy })
    const broken = lastOf(simulate(start, [], { becomesReady: () => false, patience: 0 }))
    const first = broken.replicaSets[0]!.metadata.labels![HASH]
    const isOf = ({ metadata }: { metadata: { labels?: object } }, _: string) =>
      (metadata.labels as Record<string, string>)[HASH] === first
    const states = simulate(broken, [deploy('web:2')], options)
    expect(outside(states, 5, 6)).toBeUndefined()
    const end = lastOf(states)
    expect([end.rollout.status?.phase, condition(end), both(end).ours]).toEqual(['Healthy', 'True Drained', 5])
  })

  it('carries everything itself when the Deployment goes on the way (AR#4193)', () => {
    const states = simulate(adopting({ mode: 'progressively' }), [])
    const half = states.find(({ cluster }) => workloadOf(cluster).size === 3)!.cluster
    const gone = { ...half, workload: { state: 'missing', message: 'deployments.apps "legacy" not found' } } as const
    const end = lastOf(simulate({ ...gone, version: gone.version + 1 }, []))
    expect(end.replicaSets.map(rs => rs.status.availableReplicas)).toEqual([5])
    expect(end.rollout.status?.phase).toBe('Degraded')
  })

  it('does not point a Service at a version that cannot carry all of it yet (AR#1731)', () => {
    const states = simulate(adopting({ mode: 'progressively' }), [])
    const pinned = states.find(({ cluster }) => cluster.services.some(({ spec }) => spec.selector[HASH]))!
    const [rs] = pinned.cluster.replicaSets
    expect(rs?.status.availableReplicas).toBe(5)
  })

  it('tells an autoscaler of both fleets, which its selector finds', () => {
    const states = simulate(adopting({ mode: 'progressively' }), [])
    const told = states.flatMap(({ decision }) => (decision?.status ? [decision.status.HPAReplicas] : []))
    expect(new Set(told)).toEqual(new Set([5]))
  })
})

describe('onsuccess', () => {
  it('keeps the Deployment whole until all of ours is available, then empties it', () => {
    const states = simulate(adopting({ mode: 'onsuccess' }), [])
    expect(outside(states, 5, 10)).toBeUndefined()
    const sizes = states.map(({ cluster }) => workloadOf(cluster).size)
    expect(sizes.filter((size, index) => size !== sizes[index - 1])).toEqual([5, 0])
  })
})

describe.each(['onsuccess', 'progressively'] as const)('%s', mode => {
  const drained = lastOf(simulate(adopting({ mode }), []))

  it('takes nothing before the Rollout is bound to give it back', () => {
    const states = simulate(adopting({ mode }), [])
    const taken = states.find(({ cluster }) => workloadOf(cluster).size < 5)!
    expect(taken.cluster.rollout.metadata.finalizers).toEqual(['slipway.dev/hand-back'])
  })

  it('repairs a Deployment that somebody scales up again, at any revision (G1, AR#4935)', () => {
    const states = simulate(drained, [deploy('web:2'), scaleWorkload(5)])
    expect(states.map(({ cluster }) => condition(cluster))).toContain('False DoubleFleet')
    expect([both(lastOf(states)).size, condition(lastOf(states))]).toEqual([0, 'True Drained'])
  })

  it('leaves a Deployment alone that somebody scales up while ours are down', () => {
    const options = { becomesReady: () => false, patience: 0 }
    const down = drained.pods.reduce(
      (cluster, _, index) => move(cluster, { do: 'unready', pod: index }).cluster,
      drained,
    )
    const states = simulate(down, [scaleWorkload(5)], options)
    expect([both(lastOf(states)).size, condition(lastOf(states))]).toEqual([5, 'False DoubleFleet'])
  })

  it('gives the pods back before a deleted Rollout goes (G4, AR#3855)', () => {
    const states = simulate(drained, [remove])
    expect(outside(states, 5, mode === 'progressively' ? 6 : 10)).toBeUndefined()
    const left = states.findIndex(({ cluster }) => cluster.rollout.metadata.finalizers?.length === 0)
    expect(workloadOf(states[left]!.cluster)).toMatchObject({ size: 5, availableReplicas: 5 })
    const whole = states.find(({ cluster }) => workloadOf(cluster).availableReplicas > 0)!
    expect(whole.cluster.services.map(({ spec }) => spec.selector[HASH])).toEqual([undefined, undefined])
  })

  it('lets go at once where there is nothing to give back to', () => {
    const gone = { ...drained, workload: { state: 'missing', message: 'gone' } } as const
    expect(lastOf(simulate(gone, [remove])).rollout.metadata.finalizers).toEqual([])
  })

  it('gives back what the first version has taken when that is aborted, and takes it again on retry', () => {
    const half = simulate(adopting({ mode }), []).find(
      ({ cluster }) => cluster.pods.filter(pod => pod.ready).length === 2,
    )!
    const states = simulate(abort.run(half.cluster), [])
    expect(outside(states, 5, mode === 'progressively' ? 6 : 10)).toBeUndefined()
    const end = lastOf(states)
    expect(both(end)).toEqual({ total: 5, available: 5, ours: 0, size: 5 })
    expect([end.rollout.status?.phase, condition(end)]).toEqual(['Degraded', 'False HandedBack'])
    const retried = lastOf(simulate(end, [retry]))
    expect([retried.rollout.status?.phase, condition(retried)]).toEqual(['Healthy', 'True Drained'])
  })

  it.each([canary, blueGreen, { canary: {} }])('gives back however early the first version is aborted', strategy => {
    const states = simulate(adopting({ mode, strategy }), [])
    for (const { cluster } of states.slice(0, states.length / 2)) {
      const end = lastOf(simulate(abort.run(cluster), []))
      expect([both(end), condition(end)]).toEqual([{ total: 5, available: 5, ours: 0, size: 5 }, 'False HandedBack'])
    }
  })

  it('that was healthy once goes back to its stable version, not to the Deployment, which runs the aborted one', () => {
    const steps = [{ setWeight: 20 }, { pause: {} }]
    const healthy = lastOf(simulate(adopting({ mode, strategy: { canary: { ...canary.canary, steps } } }), []))
    const paused = lastOf(simulate(healthy, [deploy('web:2')]))
    const end = lastOf(simulate(abort.run(asUpstreamLeaves(paused, 5)), []))
    const stable = end.replicaSets.find(rs => rs.metadata.labels?.[HASH] === paused.rollout.status?.stableRS)
    expect([stable?.spec.replicas, both(end).size, condition(end)]).toEqual([5, 0, 'True Drained'])
  })

  it('that was healthy once goes on with its updates beside a Deployment that an autoscaler keeps (AR#4321)', () => {
    const rival = { name: 'web', target: 'workload', desiredReplicas: 5, isAble: true } as const
    const steps = [{ setWeight: 20 }, { pause: {} }]
    const healthy = lastOf(simulate(adopting({ mode, strategy: { canary: { ...canary.canary, steps } } }), []))
    const kept = autoscaled([rival]).run(asUpstreamLeaves(healthy, 5))
    const { rollout, services, ...end } = lastOf(simulate(kept, [deploy('web:2')]))
    expect([rollout.status?.phase, rollout.status?.updatedReplicas]).toEqual(['Paused', 1])
    const { stableRS, currentPodHash } = rollout.status ?? {}
    expect(services.map(({ spec }) => spec.selector[HASH])).toEqual([stableRS, currentPodHash])
    expect(condition({ rollout, services, ...end })).toBe('False AutoscalerTargetsWorkload')
  })

  it('has nobody to give back to once the template is its own', () => {
    const own: Act = {
      name: 'inline',
      run(cluster) {
        const { workloadRef, ...spec } = cluster.rollout.spec
        const metadata = { ...cluster.rollout.metadata, generation: 9 }
        const inline = { ...spec, template: templateOf('web:1'), selector: { matchLabels: { app: 'web' } } }
        return { ...cluster, workload: { state: 'inline' }, rollout: { ...cluster.rollout, metadata, spec: inline } }
      },
    }
    const end = lastOf(simulate(drained, [own]))
    expect([end.rollout.metadata.finalizers, condition(end)]).toEqual([[], undefined])
  })

  describe('an autoscaler', () => {
    const rival = { name: 'web', target: 'workload', desiredReplicas: 5, isAble: true } as const
    const blind = { name: 'web', target: 'rollout', isAble: false } as const
    const seeing = { name: 'web', target: 'rollout', desiredReplicas: 5, isAble: true } as const

    it.each([
      ['of the Deployment', [rival], 'False AutoscalerTargetsWorkload'],
      ['that cannot see the Rollout', [blind], 'False AutoscalerCannotSeeRollout'],
    ])('%s holds the Deployment at its size (AR#4110)', (_, autoscalers, said) => {
      const end = lastOf(simulate(adopting({ mode, replicas: 2, autoscalers }), [], { patience: 3_600_000 }))
      expect([both(end).size, condition(end)]).toEqual([5, said])
      expect(end.rollout.status?.phase).toBe(mode === 'onsuccess' ? 'Healthy' : 'Progressing')
      expect(end.rollout.status?.message).toMatch(/^horizontalpodautoscaler "web"/)
    })

    it('that scales the Rollout counts as the Rollout’s wish until it has said so itself', () => {
      const states = simulate(adopting({ mode, replicas: 2, autoscalers: [seeing] }), [])
      expect(states.every(({ cluster }) => both(cluster).available >= 5)).toBe(true)
    })

    it('holds while nobody knows whether there is one', () => {
      const world = { ...worldOf(adopting({ mode })), autoscalers: undefined }
      const { autoscalers, ...unknown } = world
      const decision = decide(unknown, 0)
      expect(decision.status?.conditions?.find(({ type }) => type === 'WorkloadDrained')?.reason).toBe(
        'AutoscalersUnknown',
      )
    })

    it('gets the Deployment back with the first pod, and scales it from there', () => {
      const states = simulate(drained, [autoscaled([{ ...rival, desiredReplicas: 3 }]), scaleWorkload(3), remove])
      expect(workloadOf(lastOf(states)).size).toBe(3)
    })
  })

  it('that is smaller than what runs takes nothing, and says so', () => {
    const end = lastOf(simulate(adopting({ mode, replicas: 2 }), []))
    expect([both(end).size, condition(end)]).toEqual([5, 'False RolloutSmaller'])
  })

  it('has the size of what it adopts when it names none, also after that was drained', () => {
    const { replicas, ...spec } = drained.rollout.spec
    const forgetful = { ...drained, rollout: { ...drained.rollout, spec } }
    expect(replicas).toBe(5)
    expect(lastOf(simulate(forgetful, [])).rollout.spec.replicas).toBe(5)
  })
})

/** SLIPWAY_SCHEDULES and SLIPWAY_SEED as in core/simulate/properties.test.ts. */
const env = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env ?? {}
const numRuns = Math.ceil(Number(env.SLIPWAY_SCHEDULES ?? 10_000) / 10)
const seed = env.SLIPWAY_SEED === undefined ? {} : { seed: Number(env.SLIPWAY_SEED) }

describe('every schedule', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ do: 'pass' } as const) },
    { weight: 4, arbitrary: fc.constant({ do: 'sync' } as const) },
    { weight: 2, arbitrary: fc.nat({ max: 3 }).map(after => ({ do: 'crash', after }) as const) },
    { weight: 5, arbitrary: fc.nat({ max: 12 }).map(pod => ({ do: 'ready', pod }) as const) },
    { weight: 1, arbitrary: fc.nat({ max: 12 }).map(pod => ({ do: 'unready', pod }) as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('arriving', 'busy', undefined).map(crowd => ({ do: 'crowd', crowd }) as const),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(deploy('web:1'), deploy('web:2'), abort, retry, remove, scaleWorkload(6), scaleWorkload(1))
        .map(act => ({ do: 'act', act }) as const),
    },
  )
  const fence = fc.integer({ min: 0, max: 3 })
  const strategies = fc.oneof(
    fc.constant(blueGreen),
    fc
      .record({ maxSurge: fence, maxUnavailable: fence })
      .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0)
      .map(fences => ({ canary: fences })),
  )

  it('stays within the bounds by our doing, and comes to rest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('onsuccess', 'progressively'),
        strategies,
        fc.integer({ min: 1, max: 6 }),
        fc.array(step, { maxLength: 40 }),
        (mode, strategy, size, moves) => {
          let cluster = adopting({ mode, strategy, size, replicas: size })
          const { surge, unavailable } =
            strategy === blueGreen
              ? { surge: Math.ceil(size / 4), unavailable: 0 }
              : fencepostsOf(cluster.rollout, size)
          for (const next of moves) {
            const before = both(cluster)
            const after = move(cluster, next).cluster
            if (next.do === 'pass' || next.do === 'crash') {
              // Past its hand-over a blue-green Rollout updates as blue-green does, beside the Deployment's last pods that leave.
              const isOwn = strategy === blueGreen && wasWhole(cluster) && !cluster.rollout.metadata.deletionTimestamp
              const own = 2 * size + before.total - before.ours
              const most = isOwn ? own : size + surge
              if (mode === 'progressively') expect(both(after).total).toBeLessThanOrEqual(Math.max(before.total, most))
              expect(both(after).available).toBeGreaterThanOrEqual(Math.min(before.available, size - unavailable))
            }
            cluster = after
          }
          const rest = lastOf(simulate(cluster, []))
          expect(hasEffects(decide(worldOf(rest), rest.now))).toBe(false)
          // Once a deleted Rollout has let go, its Deployment is whoever's.
          if (!rest.rollout.metadata.deletionTimestamp) expect(both(rest).available).toBeGreaterThanOrEqual(size)
        },
      ),
      { numRuns, ...seed },
    )
  }, 86_400_000)
})
