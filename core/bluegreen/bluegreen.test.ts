import { describe, expect, it } from 'vitest'
import type { BlueGreenStrategy, RolloutSpec } from '../api/types.ts'
import { DESIRED_REPLICAS, HASH, SCALE_DOWN_DEADLINE } from '../keys.ts'
import { abort, deploy, pause, promote, promoteFull, retry, scale, wait } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { syncReplicaSets } from '../simulate/kubernetes.ts'
import type { Cluster, Pod } from '../simulate/objects.ts'
import { type Act, type Options, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf, leastBehind, requestsOf, sizesOf } from '../simulate/story.ts'
import { findCondition } from '../status/conditions.ts'

const both = { activeService: 'active', previewService: 'preview' }
const gated = { ...both, autoPromotionEnabled: false, scaleDownDelaySeconds: 300 }

function play(
  blueGreen: BlueGreenStrategy,
  acts: readonly Act[],
  options: Options = {},
  spec: Partial<RolloutSpec> = {},
) {
  const ready = lastOf(simulate(clusterWith({ replicas: 3, strategy: { blueGreen }, ...spec }), []))
  const states = simulate(ready, acts, { patience: 0, ...options })
  return { states, cluster: lastOf(states), status: lastOf(states).rollout.status ?? {}, events: eventsOf(states) }
}

function selectors(cluster: Cluster): readonly (string | undefined)[] {
  return cluster.services.map(service => service.spec.selector[HASH])
}

describe('a first deployment', () => {
  const states = simulate(clusterWith({ replicas: 3, strategy: { blueGreen: both } }), [])

  it('is told in upstream’s words and order', () => {
    const hash = lastOf(states).rollout.status?.currentPodHash
    expect(eventsOf(states)).toEqual([
      'RolloutAddedToInformer: Rollout resource added to informer: shop/web',
      'RolloutUpdated: Rollout updated to revision 1',
      `NewReplicaSetCreated: Created ReplicaSet web-${hash} (revision 1)`,
      `SwitchService: Switched selector for service 'preview' from '' to '${hash}'`,
      `ScalingReplicaSet: Scaled up ReplicaSet web-${hash} (revision 1) from 0 to 3`,
      `RolloutCompleted: Rollout completed update to revision 1 (${hash}): Initial deploy`,
      `SwitchService: Switched selector for service 'active' from '' to '${hash}'`,
    ])
  })

  it('goes on with a better version as the first, when its own pods never get ready', () => {
    const first = lastOf(states).rollout.status?.currentPodHash
    const becomesReady = (pod: Pod) => pod.metadata.labels?.[HASH] !== first
    const stuck = simulate(clusterWith({ replicas: 3, strategy: { blueGreen: both } }), [], { becomesReady })
    const better = simulate(lastOf(stuck), [deploy('web:2')], { becomesReady, patience: 0 })
    const hash = lastOf(better).rollout.status?.currentPodHash
    expect(eventsOf(better)).toEqual([
      'RolloutUpdated: Rollout updated to revision 2',
      `NewReplicaSetCreated: Created ReplicaSet web-${hash} (revision 2)`,
      `SwitchService: Switched selector for service 'preview' from '${first}' to '${hash}'`,
      `RolloutCompleted: Rollout completed update to revision 2 (${hash}): Initial deploy`,
      `ScalingReplicaSet: Scaled up ReplicaSet web-${hash} (revision 2) from 0 to 3`,
      `SwitchService: Switched selector for service 'active' from '' to '${hash}'`,
    ])
    expect(lastOf(better).rollout.status).toMatchObject({ phase: 'Healthy', stableRS: hash })
  })

  it('measures the pods behind the active Service', () => {
    const { status = {} } = lastOf(states).rollout
    expect(status.selector).toBe(`app=web,rollouts-pod-template-hash=${status.currentPodHash}`)
    expect(status).toMatchObject({
      phase: 'Healthy',
      HPAReplicas: 3,
      blueGreen: { activeSelector: status.currentPodHash },
    })
  })
})

describe('an update', () => {
  it('switches when the new version is whole, and keeps the old one for its delay', () => {
    const { status, cluster } = play({ ...both, scaleDownDelaySeconds: 300 }, [deploy('web:2')])
    expect(status).toMatchObject({ phase: 'Healthy', stableRS: status.currentPodHash })
    expect(sizesOf(cluster)).toEqual([3, 3])
    expect(cluster.replicaSets[0]?.metadata.annotations).toHaveProperty(SCALE_DOWN_DEADLINE)
  })

  it('drops the old version when its delay is over', () => {
    const { cluster } = play({ ...both, scaleDownDelaySeconds: 300 }, [deploy('web:2')], { patience: 400_000 })
    expect(sizesOf(cluster)).toEqual([0, 3])
    expect(cluster.replicaSets[0]?.metadata.annotations).not.toHaveProperty(SCALE_DOWN_DEADLINE)
  })

  it('waits at the gate with the preview on the new version', () => {
    const { status, cluster } = play(gated, [deploy('web:2')])
    expect(status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause' })
    expect(selectors(cluster)).toEqual([status.stableRS, status.currentPodHash])
  })

  it('goes through the gate when promoted; Resumed is not told, since a person resumed (corrections 8)', () => {
    const { status, events } = play(gated, [deploy('web:2'), promote])
    expect(status.phase).toBe('Healthy')
    expect(events.at(-1)).toMatch(/Completed blue-green update$/)
    expect(events.filter(event => event.startsWith('RolloutResumed'))).toEqual([])
  })

  it('promotes itself after its seconds and tells it as upstream does', () => {
    const { status, events } = play({ ...both, autoPromotionSeconds: 20 }, [deploy('web:2')], { patience: 25_000 })
    expect(status.phase).toBe('Healthy')
    expect(events.slice(-3).map(event => event.split(':')[0])).toEqual([
      'SwitchService',
      'RolloutCompleted',
      'RolloutResumed',
    ])
  })

  it('shows a small preview until it is promoted, then grows before it switches (trap 38)', () => {
    const small = { ...gated, previewReplicaCount: 1 }
    expect(sizesOf(play(small, [deploy('web:2')]).cluster)).toEqual([3, 1])
    const { status, states, cluster } = play(small, [deploy('web:2'), promote])
    expect(status.phase).toBe('Healthy')
    expect(sizesOf(cluster)).toEqual([3, 3])
    expect(leastBehind(states, 'active')).toBe(3)
  })

  it('that has grown beyond its preview is not about to be resumed any more', () => {
    const { cluster } = play({ ...gated, previewReplicaCount: 1 }, [deploy('web:2')])
    const states = simulate(promote.run(cluster), [], { becomesReady: () => false, patience: 0 })
    const { status } = lastOf(states).rollout
    expect(sizesOf(lastOf(states))).toEqual([3, 3])
    expect(status?.blueGreen?.scaleUpPreviewCheckPoint).toBe(true)
    expect(status?.controllerPause).toBeUndefined()
  })

  it('begins small again with a third version, whatever the second has passed already (R7)', () => {
    const stuck = { becomesReady: () => false, patience: 0 }
    const { cluster } = play({ ...gated, previewReplicaCount: 1 }, [deploy('web:2')])
    const grown = lastOf(simulate(promote.run(cluster), [], stuck))
    const third = lastOf(simulate(deploy('web:3').run(grown), [], { patience: 0 }))
    expect(
      third.replicaSets.find(rs => rs.metadata.labels?.[HASH] === third.rollout.status?.currentPodHash)?.spec.replicas,
    ).toBe(1)
    expect(third.rollout.status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause' })
    expect(third.rollout.status?.blueGreen?.scaleUpPreviewCheckPoint).toBeUndefined()
  })

  it('leaves a small preview that nobody wants any more as it is while it has the size of N', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:3').run(scale(1).run(cluster)) }
    const { cluster } = play({ ...gated, previewReplicaCount: 1 }, [deploy('web:2'), both])
    expect(sizesOf(cluster)).toEqual([1, 1, 1])
    expect(cluster.replicaSets[1]?.metadata.annotations).toMatchObject({ [DESIRED_REPLICAS]: '3' })
  })

  it('keeps at most as many old versions as may wait (trap 40)', () => {
    const limited = { ...both, scaleDownDelaySeconds: 300, scaleDownDelayRevisionLimit: 1 }
    const { cluster } = play(limited, [deploy('web:2'), deploy('web:3')])
    expect(sizesOf(cluster)).toEqual([0, 3, 3])
  })

  it('follows N with both versions', () => {
    expect(sizesOf(play(gated, [deploy('web:2'), scale(5)]).cluster)).toEqual([5, 5])
  })

  it('tells of another N before it tells of the new version that comes with it', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:2').run(scale(5).run(cluster)) }
    const { events } = play(gated, [both])
    expect(events.map(event => event.split(':')[0])).toEqual([
      ...['RolloutUpdated', 'NewReplicaSetCreated', 'ScalingReplicaSet', 'ScalingReplicaSet'],
      ...['SwitchService', 'RolloutNotCompleted', 'RolloutPaused'],
    ])
  })

  it('with a smaller N makes room before it takes any', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:2').run(scale(1).run(cluster)) }
    const intents = play(gated, [both]).states.flatMap(({ decision }) => decision?.intents ?? [])
    const first = intents.slice(0, 3).map(intent => (intent.do === 'create' ? 'create' : intent.because))
    expect(first).toEqual(['revision 2', 'stable', 'create'])
  })

  it('lets the version that a third replaces go after the third has been told of, also when another N comes with it', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:3').run(scale(2).run(cluster)) }
    const unseen = { activeService: 'active', autoPromotionEnabled: false, scaleDownDelayRevisionLimit: 0 }
    const before = play(unseen, [deploy('web:2')]).cluster
    const events = eventsOf(simulate(before, [both], { patience: 0 }))
    expect(events.map(event => event.split(/:| ReplicaSet/)[0])).toEqual([
      ...['RolloutUpdated', 'NewReplicaSetCreated', 'ScalingReplicaSet', 'ScalingReplicaSet'],
      ...['RolloutResumed', 'ScalingReplicaSet', 'RolloutPaused'],
    ])
  })

  it('with an N of zero empties what a third version replaces before the third pauses', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:3').run(scale(0).run(cluster)) }
    const before = play({ ...gated, scaleDownDelayRevisionLimit: 0 }, [deploy('web:2')]).cluster
    const events = eventsOf(simulate(before, [both], { patience: 0 }))
    expect(events.slice(-2).map(event => event.split(':')[0])).toEqual(['ScalingReplicaSet', 'RolloutPaused'])
  })

  it('waits for its analysis before it switches', () => {
    const analysed = { ...both, prePromotionAnalysis: { templates: [{ templateName: 'smoke' }] } }
    const { status } = play(analysed, [deploy('web:2')])
    expect(status).toMatchObject({ phase: 'Progressing', message: 'active service cutover pending' })
  })
})

describe('an abort', () => {
  it('leaves traffic on stable, keeps the preview for its delay, then empties it', () => {
    const aborted = { ...gated, abortScaleDownDelaySeconds: 14 }
    expect(sizesOf(play(aborted, [deploy('web:2'), abort]).cluster)).toEqual([3, 3])
    const { status, cluster } = play(aborted, [deploy('web:2'), abort], { patience: 20_000 })
    expect(status.phase).toBe('Degraded')
    expect(sizesOf(cluster)).toEqual([3, 0])
    expect(selectors(cluster)[0]).toBe(status.stableRS)
  })

  it('never empties the preview when the delay is zero (users 4-E5)', () => {
    const { cluster } = play({ ...gated, abortScaleDownDelaySeconds: 0 }, [deploy('web:2'), abort], {
      patience: 3_600_000,
    })
    expect(sizesOf(cluster)).toEqual([3, 3])
  })

  it('leaves the deadline on an older version that is emptied meanwhile', () => {
    const delayed = { ...gated, scaleDownDelaySeconds: 20 }
    const { cluster } = play(delayed, [deploy('web:2'), promote, deploy('web:3'), abort, wait(25)])
    expect(cluster.replicaSets[0]).toMatchObject({
      metadata: { annotations: { [SCALE_DOWN_DEADLINE]: expect.anything() } },
      spec: { replicas: 0 },
    })
  })

  it('dates the end of a preview of no pods, too', () => {
    const { cluster } = play(gated, [scale(0), deploy('web:2'), abort])
    expect(sizesOf(cluster)).toEqual([0, 0])
    expect(cluster.replicaSets[1]?.metadata.annotations).toHaveProperty(SCALE_DOWN_DEADLINE)
  })

  it('scales up again on a retry, and pauses again', () => {
    const { status, cluster } = play(gated, [deploy('web:2'), abort, wait(60), retry])
    expect(status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause' })
    expect(sizesOf(cluster)).toEqual([3, 3])
  })

  it('switches back from a new version that has lost pods (trap 60)', () => {
    const analysed = { ...both, postPromotionAnalysis: { templates: [{ templateName: 'bake' }] } }
    const switched = play(analysed, [deploy('web:2')]).cluster
    expect(selectors(switched)[0]).toBe(switched.rollout.status?.currentPodHash)
    const broken: Act = {
      name: 'a pod dies',
      run: cluster => syncReplicaSets({ ...cluster, pods: cluster.pods.slice(0, -1) }),
    }
    const old = switched.rollout.status?.stableRS
    const states = simulate(switched, [broken, abort], {
      becomesReady: pod => pod.metadata.labels?.[HASH] === old,
      patience: 0,
    })
    expect(selectors(lastOf(states))[0]).toBe(old)
    expect(leastBehind(states, 'active')).toBeGreaterThan(0)
  })
})

describe('an active Service that has lost its version', () => {
  const lost: Act = {
    name: 'the Service is made anew',
    run: cluster => ({
      ...cluster,
      version: cluster.version + 1,
      services: cluster.services.map(service =>
        service.metadata.name === 'active'
          ? { ...service, metadata: { ...service.metadata, annotations: {} }, spec: { selector: { app: 'web' } } }
          : service,
      ),
    }),
  }

  it('has it back at a gate, told as any switch, and the gate holds', () => {
    const { cluster, status, events } = play(gated, [deploy('web:2'), lost])
    const blueGreen = { activeSelector: status.stableRS }
    expect(status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause', blueGreen })
    expect(status.stableRS).not.toBe(status.currentPodHash)
    expect(selectors(cluster)[0]).toBe(status.stableRS)
    expect(events.at(-1)).toBe(`SwitchService: Switched selector for service 'active' from '' to '${status.stableRS}'`)
  })

  it('has it back when it is another one, too', () => {
    const another: Act = {
      name: 'another active Service',
      run(cluster) {
        const { rollout, services } = lost.run(cluster)
        const spec = { ...rollout.spec, strategy: { blueGreen: { ...gated, activeService: 'other' } } }
        const named = services.map(service =>
          service.metadata.name === 'active'
            ? { ...service, metadata: { ...service.metadata, name: 'other' } }
            : service,
        )
        return { ...cluster, version: cluster.version + 1, services: named, rollout: { ...rollout, spec } }
      },
    }
    const { cluster, status } = play(gated, [deploy('web:2'), another])
    expect(status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause' })
    expect(selectors(cluster)[0]).toBe(status.stableRS)
  })

  it('gets the new version when somebody promotes it', () => {
    const { cluster, status, events } = play(gated, [deploy('web:2'), lost, promote])
    expect(selectors(cluster)[0]).toBe(status.currentPodHash)
    expect(events).toContainEqual(expect.stringMatching(/^RolloutCompleted: .*: Completed blue-green update$/))
  })

  it('stays without one while the version that carried the traffic has no pod', () => {
    const waiting = play(gated, [deploy('web:2')])
    const { stableRS } = waiting.status
    const isOfStable = (pod: Pod) => pod.metadata.labels?.[HASH] === stableRS
    const gone: Act = {
      name: 'and its pods die',
      run: cluster => syncReplicaSets(lost.run({ ...cluster, pods: cluster.pods.filter(pod => !isOfStable(pod)) })),
    }
    const bare = lastOf(simulate(waiting.cluster, [gone], { becomesReady: pod => !isOfStable(pod), patience: 0 }))
    expect(selectors(bare)[0]).toBeUndefined()
    expect(bare.rollout.status).toMatchObject({ stableRS, pauseConditions: [{ reason: 'BlueGreenPause' }] })
    expect(selectors(lastOf(simulate(bare, [], { patience: 0 })))[0]).toBe(stableRS)
  })

  it.each([
    ['is whole', []],
    ['is gone', [wait(60)]],
  ])('gets stable after an abort, which stays, when the new version %s', (_, acts) => {
    const { cluster, status } = play(gated, [deploy('web:2'), abort, ...acts, lost], { patience: 60_000 })
    expect(status).toMatchObject({ phase: 'Degraded', abort: true })
    expect(status.stableRS).not.toBe(status.currentPodHash)
    expect(selectors(cluster)[0]).toBe(status.stableRS)
  })
})

describe('a rollback', () => {
  it.each([
    [
      'an update, if it gets the metadata of a preview',
      { previewMetadata: { labels: { role: 'preview' } } },
      'Completed blue-green update',
    ],
    ['fast, if it gets none', { activeMetadata: { labels: { role: 'active' } } }, 'Fast rollback'],
  ])('to a version that still waits for its scale-down is told as %s', (_, metadata, reason) => {
    const { events } = play({ ...gated, ...metadata }, [deploy('web:2'), promote, deploy('web:1')])
    expect(events.at(-1)).toMatch(new RegExp(`${reason}$`))
  })

  it('to a version that still waits for its scale-down is fast', () => {
    const { status, events } = play(gated, [deploy('web:2'), promote, deploy('web:1')])
    expect(status.phase).toBe('Healthy')
    expect(events.at(-1)).toMatch(/Fast rollback$/)
  })

  it('to stable while the Rollout is paused makes no progress: the preview stays where it is', () => {
    const { status } = play(gated, [deploy('web:2'), pause, deploy('web:1')])
    expect(status).toMatchObject({ phase: 'Paused', message: 'manually paused', stableRS: status.currentPodHash })
    expect(findCondition(status.conditions ?? [], 'Progressing')).toMatchObject({ reason: 'RolloutPaused' })
  })

  it('to stable keeps stable whole while traffic is still on the new version, small preview or not', () => {
    const analysed = {
      ...both,
      previewReplicaCount: 1,
      postPromotionAnalysis: { templates: [{ templateName: 'bake' }] },
    }
    const { cluster, status, states } = play(analysed, [deploy('web:2'), deploy('web:1')])
    expect(status).toMatchObject({ phase: 'Healthy', stableRS: status.currentPodHash })
    expect(selectors(cluster)[0]).toBe(status.stableRS)
    expect(Math.min(...states.map(state => sizesOf(state.cluster)[0] ?? 0))).toBe(3)
  })

  it('to stable that comes with another N is told of before anything but stable is sized', () => {
    const both: Act = { name: 'both', run: cluster => deploy('web:1').run(scale(2).run(cluster)) }
    const before = play(gated, [deploy('web:2'), deploy('web:3')]).cluster
    const events = eventsOf(simulate(before, [both], { patience: 0 }))
    expect(events.map(event => event.replace(/web-\S+/, 'web').replace(/ for service.*/, ''))).toEqual([
      'RolloutUpdated: Rollout updated to revision 4',
      'ScalingReplicaSet: Scaled down ReplicaSet web (revision 4) from 3 to 2',
      'SwitchService: Switched selector',
      'RolloutResumed: Rollout is resumed',
      'ScalingReplicaSet: Scaled down ReplicaSet web (revision 2) from 3 to 2',
      'ScalingReplicaSet: Scaled down ReplicaSet web (revision 3) from 3 to 2',
    ])
  })

  it('to a version that is gone pauses like any update (trap 11)', () => {
    const quick = { ...gated, scaleDownDelaySeconds: 0 }
    expect(play(quick, [deploy('web:2'), promote, deploy('web:1')]).status.phase).toBe('Paused')
  })
})

describe('a full promotion', () => {
  it('passes the gate', () => {
    const { status, events } = play(gated, [deploy('web:2'), promoteFull])
    expect(status.phase).toBe('Healthy')
    expect(events.at(-2)).toMatch(/Full promotion requested$/)
    expect(events.at(-1)).toMatch(/^RolloutResumed/)
  })
})

describe('a full promotion that comes with another N', () => {
  it('is told as any: switched, completed, resumed', () => {
    const both: Act = { name: 'both', run: cluster => promoteFull.run(scale(2).run(cluster)) }
    const before = play({ ...gated, previewReplicaCount: 2 }, [deploy('web:2')]).cluster
    const events = eventsOf(simulate(before, [both], { patience: 0 }))
    expect(events.map(event => event.split(':')[0])).toEqual([
      ...['ScalingReplicaSet', 'SwitchService', 'RolloutCompleted', 'RolloutResumed'],
    ])
  })
})

describe('what an update costs', () => {
  it('is six writes of objects, two of the status besides counts, and eight events, scale-down included', () => {
    const { states } = play({ ...both, scaleDownDelaySeconds: 5 }, [deploy('web:2')], { patience: 10_000 })
    const { writes, statuses, events } = requestsOf(states)
    expect({ writes, statuses, events }).toEqual({ writes: 6, statuses: 2, events: 8 })
  })
})
