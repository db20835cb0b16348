import { describe, expect, it } from 'vitest'
import type { RolloutSpec } from '../api/types.ts'
import { decide, needs } from '../decide.ts'
import { deploy, restart } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { type Cluster, worldOf } from '../simulate/objects.ts'
import { simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

function ready(spec: Partial<RolloutSpec>): Cluster {
  return lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: {} }, ...spec }), []))
}

/** The restart is asked for, and its time has come. */
function due(cluster: Cluster): Cluster {
  const asked = restart.run(cluster)
  return { ...asked, now: asked.now + 5000 }
}

/** How many pods go at once. */
const evicted = (cluster: Cluster) =>
  decide(worldOf(cluster), cluster.now).intents.reduce(
    (sum, intent) => sum + (intent.do === 'evict' ? intent.count : 0),
    0,
  )

describe('a restart', () => {
  it('replaces every pod and then remembers that it did', () => {
    const before = ready({})
    const after = lastOf(simulate(before, [restart]))
    expect(after.pods.filter(pod => before.pods.some(old => old.metadata.name === pod.metadata.name))).toEqual([])
    expect(after.rollout.status).toMatchObject({ phase: 'Healthy', restartedAt: after.rollout.spec.restartAt })
  })

  it('waits for its time, and is progressing meanwhile', () => {
    const asked = restart.run(ready({}))
    const decision = decide(worldOf(asked), asked.now)
    expect(decision.intents).toEqual([])
    expect(decision.wakeAt).toBe(Date.parse(asked.rollout.spec.restartAt ?? '') + 1)
    expect(decision.status).toMatchObject({ phase: 'Progressing', message: 'rollout is restarting' })
  })

  it('that lies ahead stays due when a new version comes before it', () => {
    const asked = restart.run(ready({}))
    const updated = deploy('web:2').run({ ...asked, now: asked.now - 10_000 })
    const { status } = decide(worldOf(updated), updated.now)
    expect(status?.restartedAt).toBeUndefined()
    const after = lastOf(simulate(updated, []))
    expect(after.rollout.status?.restartedAt).toBe(after.rollout.spec.restartAt)
  })

  // Trap 43: at least one pod may always go.
  it.each([
    ['25 percent of four', undefined, 1],
    ['none', 0, 1],
    ['two', 2, 2],
    ['all', '100%', 4],
  ])('evicts as many pods at once as may be missing: %s', (_, maxUnavailable, count) => {
    const canary = maxUnavailable === undefined ? {} : { maxUnavailable, maxSurge: 1 }
    expect(evicted(due(ready({ strategy: { canary } })))).toBe(count)
  })

  it('evicts nothing while a pod is missing already', () => {
    const cluster = due(ready({}))
    const [first, ...others] = cluster.pods
    expect(evicted({ ...cluster, pods: [{ ...first!, ready: false }, ...others] })).toBe(0)
  })

  it('of a blue-green Rollout is done with the last eviction, if that pod may go', () => {
    const cluster = due(ready({ replicas: 1, strategy: { blueGreen: { activeService: 'active' } } }))
    const { status, statusIfKept } = decide(worldOf(cluster), cluster.now)
    const { restartAt } = cluster.rollout.spec
    expect(status).toMatchObject({ phase: 'Healthy', restartedAt: restartAt })
    expect(statusIfKept).toMatchObject({ phase: 'Progressing', message: 'rollout is restarting' })
    expect(statusIfKept?.restartedAt).toBeUndefined()
  })

  it('of a canary is done when the last pod has gone', () => {
    const cluster = due(ready({ replicas: 1 }))
    expect(decide(worldOf(cluster), cluster.now).status?.restartedAt).toBeUndefined()
  })

  it('is done at once without pods', () => {
    const after = lastOf(simulate(ready({ replicas: 0 }), [restart]))
    expect(after.rollout.status?.restartedAt).toBe(after.rollout.spec.restartAt)
  })

  it('asks for pods only while it is due', () => {
    const cluster = ready({})
    expect(needs(worldOf(cluster)).pods).toBe(false)
    expect(needs(worldOf(due(cluster))).pods).toBe(true)
  })

  it('scales nothing in the pass that evicts: counts do not know yet', () => {
    const updated = deploy('web:2').run(due(ready({ strategy: { canary: { steps: [{ setWeight: 50 }] } } })))
    const { intents } = decide(worldOf(updated), updated.now)
    expect(intents.filter(intent => intent.do === 'patch' && 'spec' in intent.body)).toEqual([])
  })
})
