import { describe, expect, it } from 'vitest'
import type { CanaryStep, CanaryStrategy, RolloutSpec } from '../api/types.ts'
import { HASH } from '../keys.ts'
import { abort, deploy, pause, promote, promoteFull, resume, retry, scale, wait } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { syncReplicaSets } from '../simulate/kubernetes.ts'
import type { Cluster } from '../simulate/objects.ts'
import { type Act, pass, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf, leastBehind, requestsOf, sizesOf } from '../simulate/story.ts'

const halfway = [{ setWeight: 50 }, { pause: {} }]

/** Deploys `web:1` until it is at rest, then plays the acts; the states are those after the first deployment. */
function play(canary: CanaryStrategy, acts: readonly Act[], spec: Partial<RolloutSpec> = {}) {
  const ready = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary }, ...spec }), []))
  const states = simulate(ready, acts)
  return { states, cluster: lastOf(states), status: lastOf(states).rollout.status ?? {}, events: eventsOf(states) }
}

/** The spec of a cluster with other steps; whoever changes it next gives it another generation. */
function withSteps(steps: readonly CanaryStep[], cluster: Cluster): Cluster {
  const { rollout } = cluster
  const canary = { ...rollout.spec.strategy?.canary, steps }
  return { ...cluster, rollout: { ...rollout, spec: { ...rollout.spec, strategy: { canary } } } }
}

describe('a first deployment', () => {
  const states = simulate(clusterWith({ replicas: 3, strategy: { canary: { steps: halfway } } }), [])
  const { status = {} } = lastOf(states).rollout

  it('skips the steps and is stable at once', () => {
    expect(status).toMatchObject({ phase: 'Healthy', currentStepIndex: 2, stableRS: status.currentPodHash })
  })

  it('is told in upstream’s words and order', () => {
    const hash = status.currentPodHash
    expect(eventsOf(states)).toEqual([
      'RolloutAddedToInformer: Rollout resource added to informer: shop/web',
      'RolloutUpdated: Rollout updated to revision 1',
      `NewReplicaSetCreated: Created ReplicaSet web-${hash} (revision 1)`,
      `RolloutNotCompleted: Rollout not completed, started update to revision 1 (${hash})`,
      `ScalingReplicaSet: Scaled up ReplicaSet web-${hash} (revision 1) from 0 to 3`,
      `RolloutCompleted: Rollout completed update to revision 1 (${hash}): Initial deploy`,
    ])
  })

  it('has the conditions that upstream leaves', () => {
    const conditions = status.conditions?.map(({ type, status: value, reason }) => [type, value, reason])
    expect(conditions?.sort()).toEqual([
      ['Available', 'True', 'AvailableReason'],
      ['Completed', 'True', 'RolloutCompleted'],
      ['Healthy', 'True', 'RolloutHealthy'],
      ['Progressing', 'True', 'NewReplicaSetAvailable'],
    ])
  })
})

describe('an update', () => {
  const stepOne = 'Rollout step 1/3 completed (setWeight: 20)'
  const stepTwo = 'Rollout step 2/3 completed (setWeight: 60)'
  const paused = 'Rollout is paused (CanaryPauseStep)'

  it('waits at its pause with the share of pods that the step asks for', () => {
    const { status, cluster } = play({ steps: halfway }, [deploy('web:2')])
    expect(status).toMatchObject({
      phase: 'Paused',
      message: 'CanaryPauseStep',
      currentStepIndex: 1,
      controllerPause: true,
    })
    expect(sizesOf(cluster)).toEqual([2, 2])
  })

  it('waits at a pause that is its first step, before any pod', () => {
    const { status, cluster } = play({ steps: [{ pause: {} }, { setWeight: 50 }] }, [deploy('web:2')])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 0 })
    expect(sizesOf(cluster)).toEqual([4, 0])
  })

  it('pauses when every size has been asked for, one that waits for pods that leave too', () => {
    const canary = { maxSurge: 0, steps: [{ setWeight: 25 }, { pause: {} }] }
    const { cluster } = play(canary, [deploy('web:2')], { replicas: 5 })
    const changed = withSteps([{ pause: {} }, { setWeight: 50 }], cluster)
    const events = eventsOf(simulate(resume.run(changed), []))
    expect(events.map(event => event.replaceAll(/web-\w+/g, 'web-*'))).toEqual([
      'RolloutResumed: Rollout is resumed',
      'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 1 to 0',
      'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 1) from 4 to 5',
      'RolloutPaused: Rollout is paused (CanaryPauseStep)',
    ])
  })

  it('goes on when it is promoted, and drains the old version', () => {
    const { status, cluster, events } = play({ steps: halfway }, [deploy('web:2'), promote])
    expect(status).toMatchObject({ phase: 'Healthy', currentStepIndex: 2 })
    expect(sizesOf(cluster)).toEqual([0, 4])
    expect(events.at(-1)).toMatch(/Completed all 2 canary steps$/)
  })

  it('ends a timed pause by itself, strictly after its time', () => {
    const { states, status } = play({ steps: [{ setWeight: 25 }, { pause: { duration: '30s' } }] }, [deploy('web:2')])
    expect(status.phase).toBe('Healthy')
    const jumps = states.filter(state => state.cause === 'time').map(state => state.cluster.now % 1000)
    expect(jumps).toContain(1)
  })

  it('goes on with a new template from step zero (trap 17)', () => {
    const { status, cluster } = play({ steps: halfway }, [deploy('web:2'), deploy('web:3')])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 1 })
    expect(sizesOf(cluster)).toEqual([2, 0, 2])
  })

  it('scales with N while it is paused at a step, keeping its weight', () => {
    const { status, cluster } = play({ steps: halfway }, [deploy('web:2'), scale(8)])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 1 })
    expect(sizesOf(cluster)).toEqual([4, 4])
  })

  it('sees a new size and a new template that come together (users 4-F4)', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:2').run(scale(6).run(cluster)) }
    const { cluster } = play({ steps: halfway }, [both])
    expect(sizesOf(cluster)).toEqual([3, 3])
  })

  it('that comes with a smaller N begins after what is too much has gone', () => {
    const smaller: Act = { name: 'both', run: cluster => deploy('web:2').run(scale(2).run(cluster)) }
    const { events } = play({ steps: halfway }, [smaller])
    expect(events.slice(2, 5).map(event => event.split(' ReplicaSet')[0])).toEqual([
      'ScalingReplicaSet: Scaled down',
      expect.stringMatching(/^RolloutNotCompleted/),
      'ScalingReplicaSet: Scaled up',
    ])
  })

  it.each([
    ['without steps', undefined, 6, 4],
    ['whose weight asks for as much', halfway, 5, 3],
  ])('%s that comes with a larger N is told after its first size', (_, steps, replicas, size) => {
    const larger: Act = { name: 'both', run: cluster => deploy('web:2').run(scale(replicas).run(cluster)) }
    const { events } = play(steps ? { steps } : {}, [larger])
    expect(events.slice(1, 4).map(event => event.replaceAll(/web-\w+|update to.*/g, '*'))).toEqual([
      'NewReplicaSetCreated: Created ReplicaSet * (revision 2)',
      `ScalingReplicaSet: Scaled up ReplicaSet * (revision 2) from 0 to ${size}`,
      'RolloutNotCompleted: Rollout not completed, started *',
    ])
  })

  it.each([
    [
      'new steps',
      (start: Cluster) => scale(6).run(withSteps([{ setWeight: 100 }], start)),
      [
        'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 1) from 4 to 6',
        'SkipSteps: Rollback to stable ReplicaSets',
      ],
    ],
    [
      'a way back to stable',
      (start: Cluster) => scale(6).run(deploy('web:1').run(lastOf(simulate(start, [deploy('web:2')])))),
      [
        'RolloutUpdated: Rollout updated to revision 3',
        'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 3) from 2 to 6',
        'SkipSteps: Rollback to stable ReplicaSets',
        'RolloutResumed: Rollout is resumed',
        'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 2 to 1',
        'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 1 to 0',
      ],
    ],
    [
      'another template',
      (start: Cluster) => scale(6).run(deploy('web:3').run(lastOf(simulate(start, [deploy('web:2')])))),
      [
        'RolloutUpdated: Rollout updated to revision 3',
        'NewReplicaSetCreated: Created ReplicaSet web-* (revision 3)',
        'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 1) from 2 to 3',
        'RolloutResumed: Rollout is resumed',
        'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 3) from 0 to 3',
        'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 2 to 1',
        'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 1 to 0',
        'RolloutStepCompleted: Rollout step 1/2 completed (setWeight: 50)',
        'RolloutPaused: Rollout is paused (CanaryPauseStep)',
      ],
    ],
  ])('that comes with a new size is told after its sizes (%s)', (_, edited, told) => {
    const ready = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: { steps: halfway } } }), []))
    const events = eventsOf(simulate(edited(ready), []))
    expect(events.map(event => event.replaceAll(/web-\w+/g, 'web-*'))).toEqual(told)
  })

  it('that a new size makes whole is promoted when what runs has been sized for it', () => {
    const ready = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: {} } }), []))
    const stuck = lastOf(simulate(ready, [deploy('web:2')], { becomesReady: () => false, patience: 0 }))
    const events = eventsOf(simulate(stuck, [scale(0)], { becomesReady: () => false, patience: 0 }))
    expect(events.map(event => event.replace(/(?: web-\w+| update to).*/, ''))).toEqual([
      'ScalingReplicaSet: Scaled down ReplicaSet',
      'ScalingReplicaSet: Scaled down ReplicaSet',
      'RolloutCompleted: Rollout completed',
    ])
  })

  it('whose step index somebody has put beyond the end is at its end', () => {
    const beyond: Act = {
      name: 'index 9',
      run: cluster => {
        const status = { ...cluster.rollout.status, currentStepIndex: 9 }
        return { ...cluster, rollout: { ...cluster.rollout, status } }
      },
    }
    const { status } = play({ steps: halfway }, [deploy('web:2'), beyond])
    expect(status).toMatchObject({ phase: 'Healthy', currentStepIndex: 2 })
  })

  it.each([
    [undefined, [[stepOne], [stepTwo, paused]]],
    ['busy', [[stepOne, stepTwo, paused]]],
  ] as const)(
    'of a single pod tells the steps that it fulfils one by one, where others wait in one write: %s',
    (crowd, writes) => {
      const steps = [{ setWeight: 20 }, { setWeight: 60 }, { pause: {} }]
      const ready = lastOf(simulate(clusterWith({ replicas: 1, strategy: { canary: { steps } } }), []))
      const states = simulate(deploy('web:2').run({ ...ready, crowd }), [])
      expect(lastOf(states).rollout.status).toMatchObject({ phase: 'Paused', currentStepIndex: 2 })
      const told = states.map(({ decision }) => decision?.events.map(({ message }) => message) ?? [])
      expect(told.filter(each => each.some(message => message.startsWith('Rollout step')))).toEqual(writes)
    },
  )

  it('begins in a crowd with its ReplicaSet alone, and tells of the steps that its pods fulfil by then in its first status', () => {
    const steps = [{ setWeight: 20 }, { setWeight: 60 }, { pause: {} }]
    const ready = lastOf(simulate(clusterWith({ replicas: 1, strategy: { canary: { steps } } }), []))
    const asked = deploy('web:2').run(ready)
    const begun = pass({ ...asked, crowd: 'arriving' })
    expect(begun.decision?.intents.map(intent => intent.do)).toEqual(['create'])
    expect(begun.decision?.events.map(({ reason }) => reason)).toEqual(['NewReplicaSetCreated', 'ScalingReplicaSet'])
    expect(begun.cluster.rollout).toEqual(asked.rollout)
    const running = syncReplicaSets(begun.cluster)
    const pods = running.pods.map(pod => ({ ...pod, ready: true }))
    const told = pass({ ...syncReplicaSets({ ...running, pods }), crowd: 'busy' })
    expect(told.cluster.rollout.status).toMatchObject({ phase: 'Progressing', currentStepIndex: 2 })
    expect(told.decision?.events.filter(({ reason }) => reason === 'RolloutStepCompleted')).toHaveLength(2)
  })

  it('makes room and takes it in one pass, in a crowd too', () => {
    const spec = { replicas: 1, strategy: { canary: { maxSurge: 0, maxUnavailable: 1 } } }
    const wide = scale(8).run(lastOf(simulate(clusterWith(spec), [])))
    const { decision } = pass({ ...deploy('web:2').run(pass(wide).cluster), crowd: 'arriving' })
    const sizes = decision?.intents.flatMap(intent => {
      if (intent.do === 'create')
        return (intent.object as { readonly spec?: { readonly replicas: number } }).spec?.replicas
      return intent.do === 'patch' && intent.target.kind === 'ReplicaSet'
        ? (intent.body.spec as { replicas: number }).replicas
        : []
    })
    expect(sizes?.reduce((sum = 0, size = 0) => sum + size)).toBe(8)
  })

  it('does not complete a step while its canary has no pod', () => {
    const stuck = (pod: { metadata: { labels?: { readonly [key: string]: string } } }) =>
      pod.metadata.labels?.[HASH] === first
    const ready = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: { steps: halfway } } }), []))
    const first = ready.rollout.status?.currentPodHash
    const states = simulate(ready, [deploy('web:2')], { becomesReady: stuck })
    expect(lastOf(states).rollout.status).toMatchObject({ currentStepIndex: 0 })
  })
})

describe('a user pause', () => {
  it('keeps sizes as they are, even when N changes (contract 9.1)', () => {
    const { status, cluster } = play({ steps: halfway }, [deploy('web:2'), pause, scale(8)])
    expect(status).toMatchObject({ phase: 'Paused', message: 'manually paused' })
    expect(sizesOf(cluster)).toEqual([2, 2])
  })

  it('beats the end of a timed pause (trap 33)', () => {
    const { status } = play({ steps: [{ setWeight: 25 }, { pause: { duration: 5 } }] }, [deploy('web:2')].map(holding))
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 0 })
  })

  it('ends where it began', () => {
    const { status } = play({ steps: halfway }, [pause, deploy('web:2'), wait(60), resume])
    expect(status).toMatchObject({ phase: 'Paused', message: 'CanaryPauseStep' })
  })
})

/** The act and a user pause in one patch. */
function holding(act: Act): Act {
  return { name: `${act.name}, paused`, run: cluster => pause.run(act.run(cluster)) }
}

describe('an abort', () => {
  it('brings stable back to N and says so', () => {
    const { status, cluster, events } = play({ steps: halfway }, [deploy('web:2'), abort])
    expect(status).toMatchObject({
      phase: 'Degraded',
      message: 'RolloutAborted: Rollout aborted update to revision 2',
      abort: true,
    })
    expect(sizesOf(cluster)).toEqual([4, 0])
    expect(events).toContain('RolloutAborted: Rollout aborted update to revision 2')
    expect(events.filter(event => event.startsWith('RolloutResumed'))).toEqual([])
  })

  it('is over with a retry, which begins at step zero', () => {
    const { status } = play({ steps: halfway }, [deploy('web:2'), abort, retry])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 1, abort: false })
    expect(status.abortedAt).toBeUndefined()
  })

  it('of a promoted Rollout is dropped (contract 9.3)', () => {
    const { status, states } = play({ steps: halfway }, [abort])
    expect(status.phase).toBe('Healthy')
    expect(status.abort).toBeUndefined()
    expect(eventsOf(states)).toEqual([])
  })

  it('does not scale the aborted version up when N changes (users 4-E3)', () => {
    const { cluster } = play({ steps: halfway }, [deploy('web:2'), abort, scale(8)])
    expect(sizesOf(cluster)).toEqual([8, 0])
  })

  it('grows stable with each pod of an older version that goes, before the aborted version goes', () => {
    const canary = { maxSurge: 2, maxUnavailable: 1, steps: halfway }
    const { cluster } = play(canary, [deploy('web:2')], { replicas: 6 })
    const stuck = lastOf(simulate(cluster, [deploy('web:3')], { becomesReady: () => false, patience: 0 }))
    expect(sizesOf(stuck)).toEqual([3, 2, 3])
    const told = eventsOf(simulate(abort.run(stuck), [])).flatMap(event => /\(revision \d\) from .*/.exec(event) ?? [])
    expect(told.slice(0, 5)).toEqual([
      '(revision 2) from 2 to 1',
      '(revision 1) from 3 to 4',
      '(revision 2) from 1 to 0',
      '(revision 1) from 4 to 5',
      '(revision 3) from 3 to 2',
    ])
  })

  it('comes by itself after the deadline when asked for, in the pass that sees it (trap 30)', () => {
    const ready = lastOf(
      simulate(clusterWith({ replicas: 2, progressDeadlineAbort: true, strategy: { canary: { steps: halfway } } }), []),
    )
    const stable = ready.rollout.status?.stableRS
    const states = simulate(ready, [deploy('web:2')], { becomesReady: pod => pod.metadata.labels?.[HASH] === stable })
    expect(lastOf(states).rollout.status?.message).toMatch(/^RolloutAborted: .* has timed out progressing\.$/)
    expect(sizesOf(lastOf(states))).toEqual([2, 0])
  })
})

describe('a rollback', () => {
  it('to stable skips the steps and keeps the history of revisions (trap 9)', () => {
    const { status, cluster, events } = play({ steps: halfway }, [deploy('web:2'), deploy('web:1')])
    expect(status).toMatchObject({ phase: 'Healthy', currentStepIndex: 2 })
    expect(events).toContain('SkipSteps: Rollback to stable ReplicaSets')
    expect(cluster.replicaSets[0]?.metadata.annotations).toMatchObject({
      'rollout.argoproj.io/revision': '3',
      'rollout.argoproj.io/revision-history': '1',
    })
  })

  it('to an older revision runs the steps', () => {
    const { status } = play({ steps: halfway }, [deploy('web:2'), promoteFull, deploy('web:1')])
    expect(status).toMatchObject({ phase: 'Paused', currentStepIndex: 1 })
  })

  it('within the window is promoted without steps (trap 10)', () => {
    const { status, events } = play({ steps: halfway }, [deploy('web:2'), promoteFull, deploy('web:1')], {
      rollbackWindow: { revisions: 2 },
    })
    expect(status).toMatchObject({ phase: 'Healthy', currentStepIndex: 2 })
    expect(events.at(-1)).toMatch(/Rollback within window$/)
  })

  it('within the window that interrupts an update grows into the room before that one goes', () => {
    const { cluster } = play(
      { steps: [{ setWeight: 20 }, { pause: {} }] },
      [...[deploy('web:2'), promoteFull, deploy('web:3')]],
      { replicas: 5, rollbackWindow: { revisions: 1 } },
    )
    const told = eventsOf(simulate(cluster, [deploy('web:1')])).flatMap(
      event => /\(revision \d\) from .*/.exec(event) ?? [],
    )
    expect(told.slice(0, 3)).toEqual([
      '(revision 4) from 0 to 1',
      '(revision 4) from 1 to 2',
      '(revision 3) from 1 to 0',
    ])
  })

  it('within the window takes no pod from a version that still has some', () => {
    const window = { maxSurge: 1, maxUnavailable: 0, steps: [{ setWeight: 25 }, { pause: {} }] }
    const threshold = { replicaProgressThreshold: { type: 'Percent', value: 25 } } as const
    const { cluster } = play({ ...window, ...threshold }, [deploy('web:2')], { rollbackWindow: { revisions: 1 } })
    const stuck = { becomesReady: () => false, patience: 0 }
    const promoted = lastOf(simulate(cluster, [promote], stuck))
    expect(sizesOf(promoted)).toEqual([3, 2])
    const canary = { ...window, ...threshold, maxUnavailable: 1 }
    const backWithRoom: Act = {
      name: 'back, with room to move',
      run(before) {
        const after = deploy('web:1').run(before)
        return { ...after, rollout: { ...after.rollout, spec: { ...after.rollout.spec, strategy: { canary } } } }
      },
    }
    const told = eventsOf(simulate(promoted, [backWithRoom], stuck))
    expect(told.find(event => event.startsWith('ScalingReplicaSet'))).toMatch(/revision 2\) from 2 to 0$/)
  })
})

describe('a full promotion', () => {
  it('skips what is left and is counted as fast', () => {
    const { status, events } = play({ steps: halfway }, [deploy('web:2'), promoteFull])
    expect(status).toMatchObject({ phase: 'Healthy', duration: { completionStatus: 'FastPromoted' } })
    expect(status.promoteFull).toBeUndefined()
    expect(events.at(-1)).toMatch(/Full promotion requested$/)
  })

  it('overrules an abort of the same moment: no Service goes back to what is drained', () => {
    const both: Act = { name: 'abort, promote --full', run: cluster => promoteFull.run(abort.run(cluster)) }
    const strategy = { canaryService: 'web-canary', steps: halfway }
    const { status, events } = play(strategy, [deploy('web:2'), both])
    expect(status).toMatchObject({ phase: 'Healthy', duration: { completionStatus: 'FastPromoted' } })
    expect(events.filter(event => event.startsWith('SwitchService'))).toHaveLength(1)
  })
})

describe('the Services of a canary', () => {
  const services = { stableService: 'web-stable', canaryService: 'web-canary', steps: halfway }

  it.each([
    ['an update', [deploy('web:2'), promote]],
    ['an abort', [deploy('web:2'), abort]],
    ['an interrupted update', [deploy('web:2'), deploy('web:3'), promote]],
    ['a full promotion', [deploy('web:2'), promoteFull]],
  ])('never lose their pods in %s (corrections 15)', (_, acts) => {
    const { states } = play(services, acts)
    expect(leastBehind(states, 'web-stable')).toBeGreaterThan(0)
    expect(leastBehind(states, 'web-canary')).toBeGreaterThan(0)
  })

  it('move without surge too, where stable has to go first', () => {
    const { states, status } = play({ ...services, maxSurge: 0, maxUnavailable: 1 }, [deploy('web:2'), promote], {
      replicas: 3,
    })
    expect(status.phase).toBe('Healthy')
    expect(leastBehind(states, 'web-stable')).toBeGreaterThan(0)
  })

  it('wait for the whole version when they are taken over (AR#1777)', () => {
    const states = simulate(clusterWith({ replicas: 3, strategy: { canary: services } }), [])
    const first = states.find(({ decision }) => decision?.events.some(event => event.reason === 'SwitchService'))
    expect(first?.cluster.pods.filter(pod => pod.ready)).toHaveLength(3)
  })
})

it('the canary Service goes back to stable before an aborted canary goes', () => {
  const services = { stableService: 'web-stable', canaryService: 'web-canary', steps: halfway }
  const { cluster, status } = play(services, [deploy('web:2'), abort])
  expect(cluster.services.map(service => service.spec.selector[HASH])).toEqual([status.stableRS, status.stableRS])
  expect(sizesOf(cluster)).toEqual([4, 0])
})

describe('what an update costs', () => {
  it('is at most fifteen requests besides events (5 replicas, 20 percent, a pause, 60 percent)', () => {
    const steps = [{ setWeight: 20 }, { pause: { duration: 1 } }, { setWeight: 60 }]
    const { states } = play({ steps }, [deploy('web:2')], { replicas: 5 })
    const { writes, statuses, events } = requestsOf(states)
    expect(writes + statuses).toBeLessThanOrEqual(15)
    expect(events).toBeLessThanOrEqual(17)
  })
})

describe('a progress threshold', () => {
  it('promotes a version that is not whole, which grows to N after that', () => {
    const threshold = { replicaProgressThreshold: { type: 'Percent', value: 50 }, steps: halfway } as const
    const { events } = play(threshold, [deploy('web:2'), promote], { replicas: 6 })
    const told = events.map(event => / step 2.2|Scaled \w+|completed update/.exec(event)?.[0]).filter(Boolean)
    expect(told.slice(told.indexOf(' step 2/2') + 1)).toEqual([
      'Scaled down',
      'completed update',
      'Scaled up',
      'Scaled down',
      'Scaled down',
    ])
  })
})
