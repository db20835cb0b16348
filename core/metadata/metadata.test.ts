import { describe, expect, it } from 'vitest'
import type { AntiAffinity, PodTemplate } from '../api/types.ts'
import { EPHEMERAL_METADATA, HASH } from '../keys.ts'
import { deploy, promote, restart } from '../simulate/acts.ts'
import { clusterWith, templateOf } from '../simulate/fixture.ts'
import type { Cluster } from '../simulate/objects.ts'
import { type Act, pass, simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'
import { injectedHashes, isInjectedTerm, type PodAntiAffinity, withAntiAffinity } from './affinity.ts'
import { bookkeeping, changes, injectedMetadata } from './ephemeral.ts'

const canary = {
  canaryMetadata: { labels: { role: 'canary' }, annotations: { trial: 'yes' } },
  stableMetadata: { labels: { role: 'stable' } },
  steps: [{ setWeight: 50 }, { pause: {} }],
}
const play = (acts: readonly Act[]) => lastOf(simulate(clusterWith({ replicas: 2, strategy: { canary } }), acts))
const roles = (cluster: Cluster) => cluster.pods.map(pod => pod.metadata.labels?.role)

describe('ephemeral metadata', () => {
  it('marks the pods of each version with its role', () => {
    expect(roles(play([deploy('web:2')]))).toEqual(['stable', 'canary'])
  })

  it('goes over to stable with the promotion, and leaves no trace of the trial', () => {
    const promoted = play([deploy('web:2'), promote])
    expect(roles(promoted)).toEqual(['stable', 'stable'])
    expect(promoted.pods.map(pod => pod.metadata.annotations?.trial)).toEqual([undefined, undefined])
    expect(promoted.replicaSets.map(rs => rs.metadata.annotations?.[EPHEMERAL_METADATA])).toEqual([
      undefined,
      '{"labels":{"role":"stable"}}',
    ])
  })

  it('is taken from every pod when it goes in the pass that evicts one of them', () => {
    const blueGreen = { activeService: 'active', activeMetadata: { labels: { tier: 'main', role: 'active' } } }
    const settled = lastOf(simulate(clusterWith({ replicas: 3, strategy: { blueGreen } }), []))
    const { rollout, now, ...rest } = restart.run(settled)
    const strategy = { blueGreen: { ...blueGreen, activeMetadata: { labels: { role: 'active' } } } }
    const edited = { ...rest, now: now + 60_000, rollout: { ...rollout, spec: { ...rollout.spec, strategy } } }
    const { cluster } = pass(edited)
    expect(cluster.pods.map(({ metadata }) => metadata.labels?.tier)).toEqual([undefined, undefined])
  })

  it('puts pods right even where the ReplicaSet is (trap 42)', () => {
    const cluster = play([deploy('web:2'), promote])
    const wrong = cluster.pods.map(pod => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, role: 'canary' } },
    }))
    expect(roles(lastOf(simulate({ ...cluster, pods: wrong }, [])))).toEqual(['stable', 'stable'])
  })

  it('takes a key of the user’s own along when it goes, from the template and from the pods', () => {
    const template = { ...templateOf('web:1'), metadata: { labels: { app: 'web', role: 'own' } } }
    const start = clusterWith({
      replicas: 2,
      template,
      strategy: { canary: { stableMetadata: { labels: { role: 'stable' } } } },
    })
    const settled = lastOf(simulate(start, []))
    const { rollout } = settled
    const strategy = { canary: { stableMetadata: { labels: { tier: 'main' } } } }
    const edited = { ...settled, rollout: { ...rollout, spec: { ...rollout.spec, strategy } } }
    const { replicaSets, pods } = lastOf(simulate(edited, []))
    const labels = [replicaSets[0]?.spec.template.metadata?.labels, ...pods.map(pod => pod.metadata.labels)]
    for (const each of labels) expect(each).toEqual({ app: 'web', tier: 'main', [HASH]: expect.anything() })
  })

  it('leaves a key alone that a version’s own template has, whatever another role injects there and the next template says', () => {
    const template = { ...templateOf('web:1'), metadata: { labels: { app: 'web', role: 'own' } } }
    const strategy = { canary: { canaryMetadata: canary.canaryMetadata, steps: canary.steps } }
    const start = clusterWith({ replicas: 2, template, strategy })
    expect(roles(lastOf(simulate(start, [apply(templateOf('web:2'))])))).toEqual(['own', 'canary'])
  })

  it('leaves a key of the user’s own alone that says the same already', () => {
    const template = (image: string) => ({ ...templateOf(image), metadata: { labels: { app: 'web', role: 'stable' } } })
    const strategy = { canary: { stableMetadata: { labels: { role: 'stable' } }, steps: [{ pause: {} }] } }
    const start = clusterWith({ replicas: 2, template: template('web:1'), strategy })
    const { replicaSets } = lastOf(simulate(start, [apply(template('web:2')), promote]))
    expect(replicaSets.map(rs => rs.metadata.annotations?.[EPHEMERAL_METADATA])).toEqual([undefined, undefined])
    expect(replicaSets.map(rs => rs.spec.template.metadata?.labels?.role)).toEqual(['stable', 'stable'])
  })

  it('removes only what was injected', () => {
    expect(changes({ a: '1', b: '2', c: '3' }, { a: '1', b: '2' }, { b: '4' })).toEqual({ a: null, b: '4' })
  })

  it('keeps its books as upstream prints them, and reads broken ones as nothing', () => {
    expect(bookkeeping({ labels: { b: '2', a: '1' } })).toBe('{"labels":{"a":"1","b":"2"}}')
    expect(bookkeeping({ annotations: { see: 'https://shop/?a=1&b=<2>' } })).toBe(
      '{"annotations":{"see":"https://shop/?a=1\\u0026b=\\u003c2\\u003e"}}',
    )
    expect(bookkeeping({ labels: {} })).toBe('{}')
    expect(bookkeeping(undefined)).toBeNull()
    expect(injectedMetadata({ [EPHEMERAL_METADATA]: '{' })).toEqual({})
  })
})

describe('anti-affinity against stable', () => {
  const required = { requiredDuringSchedulingIgnoredDuringExecution: {} }

  it('is added behind what the user wrote', () => {
    const own = { topologyKey: 'zone' }
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [own] } }
    const injected = withAntiAffinity(affinity, required, 'abc', 'shop') as typeof affinity
    expect(injected.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      own,
      {
        labelSelector: { matchExpressions: [{ key: 'rollouts-pod-template-hash', operator: 'In', values: ['abc'] }] },
        namespaces: ['shop'],
        topologyKey: 'kubernetes.io/hostname',
      },
    ])
    expect(injectedHashes(injected.podAntiAffinity)).toEqual(['abc'])
  })

  it('is recognised without values too (trap 46)', () => {
    const labelSelector = { matchExpressions: [{ key: 'rollouts-pod-template-hash', operator: 'In', values: [] }] }
    const term = { labelSelector, topologyKey: 'kubernetes.io/hostname' }
    expect(isInjectedTerm(term)).toBe(true)
    expect(injectedHashes({ requiredDuringSchedulingIgnoredDuringExecution: [term] })).toEqual([])
  })

  it('does not count when templates are compared: an update and a rollback need no new revision', () => {
    const strategy = { canary: { antiAffinity: required } }
    const states = simulate(clusterWith({ replicas: 2, strategy }), [deploy('web:2'), deploy('web:1'), deploy('web:2')])
    expect(lastOf(states).replicaSets).toHaveLength(2)
  })

  it.each([
    ['no affinity', { affinity: undefined }],
    ['an affinity of its own', { affinity: { nodeAffinity: {} } }],
  ])(
    'of a version with %s names what is stable when it comes back, and is left out with its next change after that',
    (_, own) => {
      const { metadata, spec } = templateOf('web:1')
      const first = { metadata, spec: { ...spec, ...own } }
      const strategy = { canary: { antiAffinity: required } }
      const back = lastOf(simulate(clusterWith({ template: first, strategy }), [deploy('web:2'), apply(first)]))
      const [older, stable] = back.replicaSets
      const affinity = older?.spec.template.spec?.affinity as { podAntiAffinity: unknown } | undefined
      expect(injectedHashes(affinity?.podAntiAffinity)).toEqual([stable?.metadata.labels?.[HASH]])
      const later = lastOf(simulate(back, [annotate]))
      expect(later.replicaSets[0]?.spec.template.spec?.affinity).toEqual(own.affinity)
    },
  )

  it('follows another kind or weight with the next change of its version', () => {
    const preferred = (weight: number) => ({ preferredDuringSchedulingIgnoredDuringExecution: { weight } })
    const steps = [{ setWeight: 50 }, { pause: {} }]
    const asked = (antiAffinity: AntiAffinity): Act => ({
      name: 'another wish',
      run: ({ rollout, ...rest }) => {
        const strategy = { canary: { antiAffinity, steps } }
        return { ...rest, rollout: { ...rollout, spec: { ...rollout.spec, strategy } } }
      },
    })
    const start = clusterWith({ replicas: 2, strategy: { canary: { antiAffinity: required, steps } } })
    const weights = [[], [annotate]].map(next => {
      const acts = [deploy('web:2'), asked(preferred(1)), annotate, asked(preferred(7)), ...next]
      const affinity = lastOf(simulate(start, acts)).replicaSets[1]?.spec.template.spec?.affinity
      const { podAntiAffinity = {} } = affinity as { readonly podAntiAffinity?: PodAntiAffinity }
      expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toBeUndefined()
      return podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution?.map(({ weight }) => weight)
    })
    expect(weights).toEqual([[1], [7]])
  })

  it('stands behind one that an undo has made the user’s own, as upstream has it', () => {
    const strategy = { canary: { antiAffinity: required, steps: [{ setWeight: 50 }, { pause: {} }] } }
    const updated = lastOf(simulate(clusterWith({ replicas: 2, strategy }), [deploy('web:2')]))
    const [stable, second] = updated.replicaSets
    const undone = { ...second!.spec.template, metadata: { labels: { app: 'web' } } }
    const cluster = lastOf(simulate(updated, [deploy('web:3'), apply(undone)]))
    const affinity = cluster.replicaSets[3]?.spec.template.spec?.affinity as { podAntiAffinity: unknown } | undefined
    const hash = stable?.metadata.labels?.[HASH]
    expect(injectedHashes(affinity?.podAntiAffinity)).toEqual([hash, hash])
  })
})

const apply = (template: PodTemplate): Act => ({
  name: 'apply',
  run(cluster) {
    const { rollout, ...rest } = deploy('any').run(cluster)
    return { ...rest, rollout: { ...rollout, spec: { ...rollout.spec, template } } }
  },
})

const annotate: Act = {
  name: 'annotate',
  run({ rollout, ...rest }) {
    const { annotations } = rollout.metadata
    const metadata = { ...rollout.metadata, annotations: { ...annotations, team: `${annotations?.team ?? ''}shop` } }
    return { ...rest, rollout: { ...rollout, metadata } }
  },
}
