import { describe, expect, it } from 'vitest'
import type { RolloutSpec } from '../api/types.ts'
import { decide, needs } from '../decide.ts'
import { deploy, restart } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { type Cluster, worldOf } from '../simulate/objects.ts'
import { type Act, simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

function ready(spec: Partial<RolloutSpec>): Cluster {
  return lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: {} }, ...spec }), []))
}

/** The restart is asked for, and its time has come. */
function due(cluster: Cluster): Cluster {
  const asked = restart.run(cluster)
  return { ...asked, now: asked.now + 5000 }
}

const evictions = (cluster: Cluster) =>
  decide(worldOf(cluster), cluster.now).intents.filter(intent => intent.do === 'evict')

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

  // Trap 43: at least one pod may always go.
  it.each([
    ['25 percent of four', undefined, 1],
    ['none', 0, 1],
    ['two', 2, 2],
    ['all', '100%', 4],
  ])('evicts as many pods at once as may be missing: %s', (_, maxUnavailable, count) => {
    const canary = maxUnavailable === undefined ? {} : { maxUnavailable, maxSurge: 1 }
    expect(evictions(due(ready({ strategy: { canary } })))).toHaveLength(count)
  })

  it('evicts nothing while a pod is missing already', () => {
    const cluster = due(ready({}))
    const [first, ...others] = cluster.pods
    expect(evictions({ ...cluster, pods: [{ ...first!, ready: false }, ...others] })).toEqual([])
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
    const canary = { maxUnavailable: 1, steps: [{ setWeight: 50 }] }
    const states = simulate(ready({ strategy: { canary } }), [restart, deploy('web:2')])
    const evicting = states.filter(({ decision }) => decision?.intents.some(intent => intent.do === 'evict'))
    expect(evicting.length).toBeGreaterThan(0)
    for (const { decision } of evicting) expect(decision?.intents.map(intent => intent.do)).toEqual(['evict'])
  })

  const steps = (...weights: readonly number[]): Act => ({
    name: `steps ${weights}`,
    run: ({ rollout, ...rest }) => ({
      ...rest,
      rollout: {
        ...rollout,
        metadata: { ...rollout.metadata, generation: rollout.metadata.generation + 1 },
        spec: { ...rollout.spec, strategy: { canary: { steps: weights.map(setWeight => ({ setWeight })) } } },
      },
    }),
  })

  // Upstream resets it with everything else of the attempt (rollout/sync.go, resetRolloutStatus).
  it.each([
    ['template', deploy('web:2')],
    ['list of steps', steps(10)],
  ])('that lies ahead is no longer due after a change of the %s', (_, change) => {
    const asked = restart.run(ready({}))
    const changed = change.run({ ...asked, now: asked.now - 10_000 })
    expect(decide(worldOf(changed), changed.now).status?.restartedAt).toBe(changed.rollout.spec.restartAt)
    const after = lastOf(simulate(changed, []))
    expect(after.rollout.status).toMatchObject({ phase: 'Healthy', restartedAt: after.rollout.spec.restartAt })
  })

  it('that is due evicts nothing once a new version has begun', () => {
    const updated = deploy('web:2').run(due(ready({})))
    expect(evictions(updated)).toEqual([])
    expect(evictions({ ...updated, now: updated.now + 60_000 })).toEqual([])
  })
})
