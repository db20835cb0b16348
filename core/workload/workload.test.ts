import { describe, expect, it } from 'vitest'
import type { CanaryStep } from '../api/types.ts'
import { deploy } from '../simulate/acts.ts'
import { clusterWith, templateOf } from '../simulate/fixture.ts'
import type { Cluster } from '../simulate/objects.ts'
import { type State, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf } from '../simulate/story.ts'

function adopting(scaleDown: string, replicas?: number): Cluster {
  const size = replicas === undefined ? {} : { replicas }
  const cluster = clusterWith({ ...size, strategy: { canary: {} } })
  const { template, selector, ...spec } = cluster.rollout.spec
  return {
    ...cluster,
    rollout: {
      ...cluster.rollout,
      spec: { ...spec, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown } },
    },
    workload: {
      state: 'resolved',
      uid: 'd',
      template: templateOf('web:1'),
      selector: { matchLabels: { app: 'web' } },
      generation: 1,
      replicas: 3,
    },
  }
}

/** Sizes that the Deployment went through. */
function sizes(states: readonly State[]): readonly number[] {
  const all = states.map(({ cluster }) =>
    cluster.workload.state === 'resolved' ? (cluster.workload.replicas ?? 0) : -1,
  )
  return all.filter((size, index) => size !== all[index - 1])
}

describe('a Deployment that a Rollout takes over', () => {
  it('keeps its pods with never', () => {
    expect(sizes(simulate(adopting('never', 3), []))).toEqual([3])
  })

  it('goes to zero once the Rollout is healthy with onsuccess', () => {
    const states = simulate(adopting('onsuccess', 3), [])
    expect(sizes(states)).toEqual([3, 0])
  })

  it('gives up one pod for each of ours with progressively', () => {
    expect(sizes(simulate(adopting('progressively', 3), []))).toEqual([3, 2, 1, 0])
  })

  it('is drained again when somebody scales it up later (users 4-G1)', () => {
    const drained = lastOf(simulate(adopting('onsuccess', 3), []))
    const meddle = {
      name: 'self-heal',
      run: (cluster: Cluster) => ({
        ...cluster,
        workload: { ...cluster.workload, replicas: 3 } as Cluster['workload'],
      }),
    }
    expect(sizes(simulate(drained, [meddle]))).toEqual([0, 3, 0])
  })

  it('lends its size to a Rollout without one (users 4-F3)', () => {
    const after = lastOf(simulate(adopting('onsuccess'), []))
    expect(after.rollout.spec.replicas).toBe(3)
    expect(after.rollout.status).toMatchObject({ phase: 'Healthy', availableReplicas: 3 })
  })

  it('has its generation on record', () => {
    const after = lastOf(simulate(adopting('never', 3), []))
    expect(after.rollout.metadata.annotations).toMatchObject({ 'rollout.argoproj.io/workload-generation': '1' })
    expect(after.rollout.status?.workloadObservedGeneration).toBe('1')
    expect(after.rollout.spec.template).toBeUndefined()
  })

  it('leaves no generation on a version of the Rollout’s own template', () => {
    const leave = {
      name: 'a template of its own',
      run({ rollout, ...cluster }: Cluster): Cluster {
        const { workloadRef, ...spec } = rollout.spec
        const selector = { matchLabels: { app: 'web' } }
        const inline = {
          ...cluster,
          workload: { state: 'inline' },
          rollout: { ...rollout, spec: { ...spec, selector } },
        }
        return deploy('web:2').run(inline as Cluster)
      },
    }
    const { rollout, replicaSets } = lastOf(simulate(adopting('never', 3), [leave]))
    const generations = replicaSets.map(rs => rs.metadata.annotations?.['rollout.argoproj.io/workload-generation'])
    expect(generations).toEqual(['1', undefined])
    expect(rollout.metadata.annotations).not.toHaveProperty('rollout.argoproj.io/workload-generation')
    expect(rollout.status?.workloadObservedGeneration).toBeUndefined()
  })
})

it('a workload that is made again is not taken for the one before because it has the same generation', () => {
  const again = {
    name: 'made again',
    run: (cluster: Cluster) => ({
      ...cluster,
      workload: { ...cluster.workload, uid: 'e', template: templateOf('web:2') } as Cluster['workload'],
    }),
  }
  const { rollout, replicaSets } = lastOf(simulate(adopting('never', 3), [again]))
  const sizes = replicaSets.map(rs => [rs.spec.template.spec?.containers?.[0]?.image, rs.spec.replicas])
  expect([rollout.status?.phase, ...sizes]).toEqual(['Healthy', ['web:1', 0], ['web:2', 3]])
})

it('a pause of a Rollout whose Deployment is drained begins when every size has been asked for', () => {
  const withSteps = (steps: readonly CanaryStep[], { rollout, ...cluster }: Cluster): Cluster => {
    const spec = { ...rollout.spec, strategy: { canary: { maxSurge: 0, steps } } }
    const generation = rollout.metadata.generation + 1
    return { ...cluster, rollout: { ...rollout, spec, metadata: { ...rollout.metadata, generation } } }
  }
  const update = {
    name: 'another template',
    run: (cluster: Cluster) => ({
      ...cluster,
      now: cluster.now + 1000,
      workload: { ...cluster.workload, generation: 9, template: templateOf('web:2') } as Cluster['workload'],
    }),
  }
  const start = withSteps([{ setWeight: 25 }, { pause: {} }], adopting('progressively', 5))
  const updated = lastOf(simulate(start, [update]))
  const events = eventsOf(simulate(withSteps([{ pause: {} }, { setWeight: 50 }], updated), []))
  expect(events.slice(1).map(event => event.replaceAll(/web-\w+/g, 'web-*'))).toEqual([
    'ScalingReplicaSet: Scaled down ReplicaSet web-* (revision 2) from 1 to 0',
    'ScalingReplicaSet: Scaled up ReplicaSet web-* (revision 1) from 4 to 5',
    'RolloutPaused: Rollout is paused (CanaryPauseStep)',
  ])
})

it('a PodTemplate lends no selector: without one of its own the Rollout is invalid, in upstream’s words', () => {
  const { workload, ...cluster } = adopting('never', 3)
  const { selector, replicas, ...podTemplate } = workload as Extract<Cluster['workload'], { state: 'resolved' }>
  const { rollout } = lastOf(simulate({ ...cluster, workload: podTemplate }, []))
  const text =
    'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'
  expect(rollout.status?.message).toBe(`InvalidSpec: The Rollout "web" is invalid: ${text}`)
})
