import { describe, expect, it } from 'vitest'
import type { RolloutSpec, RolloutStatus } from '../api/types.ts'
import { decide } from '../decide.ts'
import { HASH, PROGRESS_MARK } from '../keys.ts'
import { abort, deploy, pause, promote, promoteFull, resume, retry, scale, wait } from '../simulate/acts.ts'
import { applyStatus } from '../simulate/effects.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { setReady, syncReplicaSets } from '../simulate/kubernetes.ts'
import { type Cluster, type Pod, worldOf } from '../simulate/objects.ts'
import { type Act, pass, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf } from '../simulate/story.ts'
import { findCondition } from './conditions.ts'
import { compact, keepForeign, mayWait } from './settle.ts'

describe('the progress deadline (contract 5.4)', () => {
  const spec = {
    replicas: 2,
    progressDeadlineSeconds: 60,
    strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
  }
  const ready = lastOf(simulate(clusterWith(spec), []))
  const stable = ready.rollout.status?.stableRS
  const broken = { becomesReady: (pod: Pod) => pod.metadata.labels?.[HASH] === stable }
  const reasonOf = (cluster: Cluster) => findCondition(cluster.rollout.status?.conditions ?? [], 'Progressing')?.reason

  it('is told when it has passed', () => {
    const stuck = lastOf(simulate(ready, [deploy('web:2')], broken))
    expect(reasonOf(stuck)).toBe('ProgressDeadlineExceeded')
    expect(stuck.rollout.status?.message).toBe(
      `ProgressDeadlineExceeded: ReplicaSet "web-${stuck.rollout.status?.currentPodHash}" has timed out progressing.`,
    )
  })

  it('is over when pods get ready after all', () => {
    const stuck = lastOf(simulate(ready, [deploy('web:2')], broken))
    expect(lastOf(simulate(stuck, [])).rollout.status?.phase).toBe('Paused')
  })

  it('does not run during a pause, and starts anew after it (users 4-C3)', () => {
    const paused = lastOf(simulate(ready, [deploy('web:2'), wait(7000)], { patience: 0 }))
    expect(reasonOf(paused)).toBe('RolloutPaused')
    const resumed = simulate(paused, [promote], { ...broken, patience: 59_000 })
    expect(reasonOf(lastOf(resumed))).toBe('ReplicaSetUpdated')
  })

  it('is put off once by pods that are lost and found, and what is lost in a pause, when it does not run, is not kept on record (users 4-C2)', () => {
    const going = lastOf(simulate(ready, [deploy('web:2')], { patience: 0, ...broken }))
    const paused = lastOf(simulate(ready, [deploy('web:2')], { patience: 0 }))
    const marked = (cluster: Cluster) => {
      const [pod] = cluster.pods
      const lost = decide(worldOf(setReady(cluster, pod?.metadata.name ?? '', false)), cluster.now)
      return JSON.stringify(lost.intents).includes(PROGRESS_MARK)
    }
    expect([marked(going), marked(paused)]).toEqual([true, false])
  })

  it('keeps nothing on record of pods that are only not counted any more, since the active Service selects others', () => {
    const switching = clusterWith({ replicas: 2, strategy: { blueGreen: { activeService: 'active' } } })
    const becomesReady = (pod: Pod) => pod.metadata.labels?.[HASH] === stable
    const going = lastOf(simulate(switching, [deploy('web:2')], { patience: 0, becomesReady }))
    expect(going.rollout.status?.blueGreen?.activeSelector).toBe(stable)
    const more = { ...going.rollout.status, readyReplicas: 4, availableReplicas: 4 }
    const elsewhere = applyStatus(going, { ...more, blueGreen: { ...more.blueGreen, activeSelector: 'elsewhere' } })
    expect(JSON.stringify(decide(worldOf(elsewhere), going.now).intents)).not.toContain(PROGRESS_MARK)
  })

  it('starts with the first valid look at a revision, not with an invalid one before (users 4-C5)', () => {
    const invalid: Act = {
      name: 'invalid',
      run: cluster => onSpec(deploy('web:2').run(cluster), { minReadySeconds: -1 }),
    }
    const valid: Act = { name: 'valid', run: cluster => onSpec(cluster, { minReadySeconds: 0 }) }
    const states = simulate(ready, [invalid, wait(7000), valid], { ...broken, patience: 59_000 })
    expect(reasonOf(lastOf(states))).toBe('ReplicaSetUpdated')
  })

  it('is no matter for a promoted Rollout that loses a pod (trap 28)', () => {
    const late = { ...ready, now: ready.now + 7_000_000 }
    const less = syncReplicaSets({ ...late, pods: late.pods.slice(1) })
    expect(findCondition(decide(worldOf(less), less.now).status?.conditions ?? [], 'Progressing')).toMatchObject({
      status: 'True',
      reason: 'ReplicaSetNotAvailable',
    })
  })
})

function onSpec(cluster: Cluster, spec: Partial<RolloutSpec>): Cluster {
  const { rollout } = cluster
  const metadata = { ...rollout.metadata, generation: rollout.metadata.generation + 1 }
  return { ...cluster, rollout: { ...rollout, metadata, spec: { ...rollout.spec, ...spec } } }
}

it('a way back to stable with other steps is progress, even while the Rollout is paused', () => {
  const steps = [{ setWeight: 50 }, { pause: {} }]
  const start = clusterWith({ replicas: 2, strategy: { canary: { steps } } })
  const back: Act = {
    name: 'stable and other steps',
    run(cluster) {
      const { rollout, ...rest } = deploy('web:1').run(cluster)
      const strategy = { canary: { steps: [{ setWeight: 25 }, ...steps.slice(1)] } }
      return { ...rest, rollout: { ...rollout, spec: { ...rollout.spec, strategy } } }
    },
  }
  const { status } = lastOf(simulate(start, [deploy('web:2'), pause, skipToEnd, back])).rollout
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing')
  expect(progressing?.reason).toBe('ReplicaSetUpdated')
})

/** While the new version has pods to go. */
const skipToEnd: Act = {
  name: 'skip',
  run: ({ rollout, ...rest }) => ({
    ...rest,
    rollout: { ...rollout, status: { ...rollout.status, currentStepIndex: 2 } },
  }),
}

it.each([
  ['follows a promotion at once finds that it has been resumed', [], promote, 'False'],
  ['comes with another spec leaves it as it is', [pause], resume, 'True'],
])('the condition Paused: an abort that %s', (_, before, first, status) => {
  const gated = { replicas: 2, strategy: { blueGreen: { activeService: 'active', autoPromotionEnabled: false } } }
  const both: Act = { name: 'both', run: cluster => abort.run(first.run(cluster)) }
  const states = simulate(clusterWith(gated), [deploy('web:2'), ...before, both], { patience: 0 })
  const { conditions = [] } = lastOf(states).rollout.status ?? {}
  expect(findCondition(conditions, 'Paused')).toMatchObject({ status })
})

it('a full promotion that comes with another N ends the pause only when all that runs has been sized for it', () => {
  const canary = { steps: [{ setWeight: 75 }, { pause: {} }] }
  const paused = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary } }), [deploy('web:2')]))
  const both: Act = { name: 'both', run: cluster => promoteFull.run(scale(1).run(cluster)) }
  const events = eventsOf(simulate(paused, [both])).map(event => event.split(':')[0])
  expect(events.slice(-2)).toEqual(['RolloutCompleted', 'RolloutResumed'])
})

describe('the duration of an attempt (contract 5.6)', () => {
  const spec = { replicas: 2, strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } } }
  const ready = lastOf(simulate(clusterWith(spec), []))
  const of = (acts: readonly Act[]) => lastOf(simulate(ready, acts)).rollout.status?.duration

  it('runs from the change to the promotion, with the time that people took', () => {
    expect(of([deploy('web:2'), wait(60), promote])).toMatchObject({
      completionStatus: 'Promoted',
      totalManualPauseDurationSeconds: 60,
    })
  })

  it('is open while the update waits', () => {
    const duration = of([deploy('web:2')])
    expect(duration?.finishedAt).toBeUndefined()
    expect(duration?.manualPauseStartedAt).toBeDefined()
  })

  it('counts a hold by a person up to its end, although the pause of a step follows at once', () => {
    expect(of([deploy('web:2'), pause, abort, retry, wait(60), resume])).toMatchObject({
      totalManualPauseDurationSeconds: 61,
    })
  })

  it('begins anew with another template', () => {
    const first = of([deploy('web:2')])
    const second = of([deploy('web:2'), wait(60), deploy('web:3')])
    expect(Date.parse(second?.rolloutStartedAt ?? '')).toBeGreaterThan(Date.parse(first?.rolloutStartedAt ?? ''))
  })

  it.each([
    ['to more pods', 4, 'RolledBack'],
    ['to fewer pods, before it has any', 1, 'RolledBack'],
    ['to none, which it has already', 0, 'Promoted'],
  ])('counts a way back from rest as a rollback when another N comes with it: %s', (_, replicas, completionStatus) => {
    const back: Act = { name: 'both', run: cluster => deploy('web:1').run(scale(replicas).run(cluster)) }
    expect(of([deploy('web:2'), promote, back, promote])).toMatchObject({ completionStatus })
  })

  it.each([
    ['an older version', [deploy('web:2'), promote], 'RolledBack'],
    ['stable after an abort', [deploy('web:2'), abort], 'FastRolledBack'],
  ])('counts a way back that comes with a new size as a rollback too (to %s)', (_, before, completionStatus) => {
    const back: Act = { name: 'both', run: cluster => scale(1).run(deploy('web:1').run(cluster)) }
    expect(of([...before, back, promote])).toMatchObject({ completionStatus, finishedAt: expect.anything() })
  })

  it('counts a way back to stable as a rollback', () => {
    expect(of([deploy('web:2'), deploy('web:1')])).toMatchObject({ completionStatus: 'FastRolledBack' })
  })

  it('goes on with a way back to stable, of which the end of the attempt is another N, too', () => {
    const back: Act = { name: 'both', run: cluster => scale(1).run(deploy('web:1').run(cluster)) }
    const { rolloutStartedAt } = of([deploy('web:2')]) ?? {}
    expect(of([deploy('web:2'), wait(60), back])).toMatchObject({
      rolloutStartedAt,
      completionStatus: 'FastRolledBack',
    })
  })

  it.each([
    ['more', 4, 'Promoted'],
    ['fewer, and is there at once', 1, 'Aborted'],
  ])(
    'of a blue-green way back after an abort that comes with another N is of one look: %s',
    (_, size, completionStatus) => {
      const blueGreen = { activeService: 'active', autoPromotionEnabled: false }
      const before = lastOf(simulate(clusterWith({ replicas: 2, strategy: { blueGreen } }), []))
      const back: Act = { name: 'both', run: cluster => scale(size).run(deploy('web:1').run(cluster)) }
      const { duration } = lastOf(simulate(before, [deploy('web:2'), abort, back])).rollout.status ?? {}
      expect(duration).toMatchObject({ completionStatus })
    },
  )
})

describe('writing a status', () => {
  const stored: RolloutStatus = { phase: 'Progressing', message: 'a', replicas: 3, currentPodHash: 'x', stableRS: 'x' }

  it('leaves out zero counts and empty texts', () => {
    expect(compact({ replicas: 0, currentStepIndex: 0, message: '', phase: 'Healthy', abort: undefined })).toEqual({
      currentStepIndex: 0,
      phase: 'Healthy',
    })
  })

  it('keeps what others have written, and zero values that clients have patched', () => {
    const others = { ...stored, abort: false, theirs: { a: 1 } } as RolloutStatus
    expect(keepForeign(others, stored)).toEqual(others)
    expect(keepForeign({ ...stored, abort: true }, stored)).toEqual(stored)
    expect(keepForeign({ ...stored, currentStepIndex: 0 }, stored)).toEqual(stored)
  })

  it('may wait while only counts move', () => {
    expect(mayWait(stored, { ...stored, replicas: 4, message: 'b' })).toBe(true)
    expect(mayWait(stored, { ...stored, currentStepIndex: 1 })).toBe(false)
    expect(mayWait(stored, { ...stored, phase: 'Healthy' })).toBe(false)
  })

  it('of a promotion waits for the last old pods, and is told at once when there are none or another version comes', () => {
    const trying = { phase: 'Progressing', currentPodHash: 'new', stableRS: 'old', replicas: 6, updatedReplicas: 5 }
    const promoted = { ...trying, stableRS: 'new', message: 'old replicas are pending termination' }
    expect(mayWait(trying, promoted)).toBe(true)
    expect(mayWait(trying, { ...promoted, message: 'more replicas need to be updated' })).toBe(false)
    expect(mayWait(trying, { ...promoted, phase: 'Healthy', message: '', replicas: 5 })).toBe(false)
    expect(mayWait(trying, { ...promoted, currentPodHash: 'old', stableRS: 'old' })).toBe(false)
  })
})

describe('a ReplicaSet that cannot be created (contract 3.5)', () => {
  const ready = lastOf(simulate(clusterWith({ replicas: 2, strategy: { canary: {} } }), []))
  const begun = pass(deploy('web:2').run(ready))
  const name = `web-${begun.cluster.rollout.status?.currentPodHash}`
  const message = 'exceeded quota: pods=0'
  const refused = { of: 'effect', at: ready.now, failed: 'Forbidden', intent: `ReplicaSet/${name}`, message } as const
  const text = `Failed to create new replica set "${name}": ${message}`
  /** The creation has failed, the status was written. */
  const without = { ...begun.cluster, replicaSets: ready.replicaSets }
  const decided = decide({ ...worldOf(without), observations: [refused] }, ready.now)
  const told = { type: 'Warning', reason: 'ReplicaSetCreateError', message: text }
  const failed = applyStatus(without, decided.status ?? {})

  it('is said in upstream’s words, and tried again', () => {
    expect(findCondition(decided.status?.conditions ?? [], 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ReplicaSetCreateError',
      message: text,
    })
    expect(decided.events).toContainEqual(told)
    expect(decided.intents).toContainEqual(expect.objectContaining({ do: 'create' }))
  })

  it('is told once, and still said by a controller that has just started', () => {
    for (const observations of [[refused], []]) {
      const later = decide({ ...worldOf(failed), observations }, ready.now + 3_600_000)
      expect(later.status).toBeUndefined()
      expect(later.events).not.toContainEqual(told)
    }
  })

  it('is said of the first revision too', () => {
    const cluster = clusterWith({ replicas: 2, strategy: { blueGreen: { activeService: 'active' } } })
    const [intent] = decide(worldOf(cluster), cluster.now).intents.filter(each => each.do === 'create')
    const observation = { ...refused, intent: `ReplicaSet/${intent?.object.metadata.name}` }
    const first = decide({ ...worldOf(cluster), observations: [observation] }, cluster.now)
    expect(findCondition(first.status?.conditions ?? [], 'Progressing')?.reason).toBe('ReplicaSetCreateError')
  })

  it('is over once it is there, and the deadline starts anew', () => {
    const there = pass({ ...failed, now: failed.now + 3_600_000 }).cluster
    const created = pass(there).cluster.rollout.status?.conditions ?? []
    expect(findCondition(created, 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' })
    expect(lastOf(simulate(failed, [])).rollout.status?.phase).toBe('Healthy')
  })
})

describe('a spec that cannot be worked on', () => {
  const services = { activeService: 'active', previewService: 'preview' }

  it('says so in upstream’s words, and heals by itself (trap 47)', () => {
    const cluster = clusterWith({ replicas: 1, strategy: { blueGreen: services } })
    const missing = { ...cluster, services: cluster.services.filter(service => service.metadata.name !== 'active') }
    const invalid = lastOf(simulate(missing, []))
    expect(invalid.rollout.status).toMatchObject({
      phase: 'Degraded',
      message:
        'InvalidSpec: The Rollout "web" is invalid: spec.strategy.blueGreen.activeService: Invalid value: "active": service "active" not found',
    })
    const healed = lastOf(simulate({ ...invalid, services: cluster.services }, []))
    expect(healed.rollout.status?.phase).toBe('Healthy')
    expect(findCondition(healed.rollout.status?.conditions ?? [], 'InvalidSpec')).toBeUndefined()
  })

  it('leaves what runs running', () => {
    const ready = lastOf(simulate(clusterWith({ replicas: 2, strategy: { canary: {} } }), []))
    const broken = onSpec(deploy('web:2').run(ready), { minReadySeconds: -1 })
    const decision = decide(worldOf(broken), broken.now)
    expect(decision.intents).toEqual([])
    expect(decision.status).toMatchObject({ phase: 'Degraded', stableRS: ready.rollout.status?.stableRS })
  })
})

describe('a Rollout at rest', () => {
  it.each([
    ['a canary', { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } }],
    ['blue-green', { blueGreen: { activeService: 'active', autoPromotionEnabled: false } }],
  ])('wants nothing, at any later time: %s', (_, strategy) => {
    for (const acts of [[], [deploy('web:2')]]) {
      const cluster = lastOf(simulate(clusterWith({ replicas: 2, strategy }), acts))
      const later = decide(worldOf(cluster), cluster.now + 86_400_000)
      expect({ intents: later.intents, status: later.status, events: later.events }).toEqual({
        intents: [],
        events: [],
      })
    }
  })

  it('is not greeted again when the controller starts', () => {
    const cluster = lastOf(simulate(clusterWith({ replicas: 1, strategy: { canary: {} } }), []))
    expect(decide(worldOf(cluster), cluster.now)).toMatchObject({ intents: [], events: [] })
  })

  it('is never decided on by changing what was given (D10)', () => {
    const cluster = deploy('web:2').run(lastOf(simulate(clusterWith({ replicas: 2, strategy: { canary: {} } }), [])))
    expect(() => decide(freeze(worldOf(cluster)), cluster.now)).not.toThrow()
  })
})

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}
