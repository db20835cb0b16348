import { describe, expect, it } from 'vitest'
import { decide, needs } from '../decide.ts'
import { HASH, REVISION } from '../keys.ts'
import { deploy } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { type Cluster, type ReplicaSet, worldOf } from '../simulate/objects.ts'
import { pass, simulate } from '../simulate/simulate.ts'
import { eventsOf, lastOf } from '../simulate/story.ts'
import type { ReplicaSetView, World } from '../world.ts'

const ready = lastOf(simulate(clusterWith({ replicas: 2, strategy: { canary: {} } }), []))

/** The same cluster as another controller version would have left it: with another hash on its ReplicaSet, pods and status. */
function withHash(cluster: Cluster, hash: string): Cluster {
  const old = cluster.rollout.status?.currentPodHash ?? ''
  return JSON.parse(JSON.stringify(cluster).replaceAll(old, hash)) as Cluster
}

function respecified(cluster: Cluster): Cluster {
  const { rollout } = cluster
  return { ...cluster, rollout: { ...rollout, metadata: { ...rollout.metadata, generation: 9 } } }
}

function withoutTemplates(world: World): World {
  return { ...world, replicaSets: world.replicaSets.map(({ template, ...rs }): ReplicaSetView => rs) }
}

const revision = ({ metadata }: ReplicaSet) => metadata.annotations?.[REVISION]

const created = (world: World) => decide(world, ready.now).intents.filter(intent => intent.do === 'create')

describe('a take-over (users 4-A1)', () => {
  it('trusts what was recorded for this generation, whatever the hash', () => {
    const world = withoutTemplates(worldOf(withHash(ready, 'abcdef')))
    expect(needs(world).templates).toEqual([])
    expect(decide(world, ready.now)).toMatchObject({ intents: [], events: [] })
  })

  it('recognises the hash that upstream made before 1.9 (trap 1)', () => {
    // Contract rollout 3.1: upstream's literals for one template by both recipes.
    const resources = { limits: { cpu: '2000m', memory: '8192M' }, requests: { cpu: '0.15', memory: '8192M' } }
    const container = { name: 'container-name', image: 'foo/bar', resources }
    const template = { metadata: { labels: { foo: 'bar' } }, spec: { containers: [container] } }
    const spec = { replicas: 1, selector: { matchLabels: { foo: 'bar' } }, template, strategy: { canary: {} } }
    const first = lastOf(simulate(clusterWith(spec), []))
    expect(first.rollout.status?.currentPodHash).toBe('6f496f9f78')
    const world = withoutTemplates(worldOf(respecified(withHash(first, '6c5667f666'))))
    expect(needs(world).templates).toEqual([])
    expect(created(world)).toEqual([])
  })

  it('compares templates with the same images where no hash fits, after defaulting', () => {
    const world = worldOf(respecified(withHash(ready, 'abcdef')))
    expect(needs(withoutTemplates(world)).templates).toEqual(['web-abcdef'])
    expect(decide(withoutTemplates(world), ready.now)).toMatchObject({
      intents: [],
      trace: [{ reason: 'TemplatesNeeded' }],
    })
    expect(created(world)).toEqual([])
  })

  it('goes on with a template that upstream has seen but sized for another N only: its status says observed, and names the version before', () => {
    const asked = deploy('web:2').run(ready)
    const made = pass(asked).cluster
    // Upstream writes the observed generation with the sizes, and of the attempt in the next pass.
    const observedGeneration = String(asked.rollout.metadata.generation)
    const sized = { ...made, rollout: { ...made.rollout, status: { ...ready.rollout.status, observedGeneration } } }
    const states = simulate(sized, [])
    expect(lastOf(states).rollout.status).toMatchObject({
      phase: 'Healthy',
      stableRS: made.replicaSets[1]?.metadata.labels?.[HASH],
    })
    expect(lastOf(states).replicaSets.map(revision)).toEqual(['1', '2'])
    expect(eventsOf(states).filter(event => event.startsWith('RolloutUpdated'))).toEqual([])
  })

  it('fetches nothing for an image that no ReplicaSet has', () => {
    const world = withoutTemplates(worldOf(deploy('web:2').run(ready)))
    expect(needs(world).templates).toEqual([])
    expect(created(world)).toHaveLength(1)
  })
})

describe('a ReplicaSet', () => {
  it('carries its revision, N, and the Rollout’s annotations but Argo CD’s and kubectl’s', () => {
    const cluster = clusterWith({ replicas: 2, strategy: { canary: {} } })
    const annotations = {
      team: 'shop',
      'argocd.argoproj.io/tracking-id': 'x',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    }
    const { rollout } = cluster
    const annotated = { ...cluster, rollout: { ...rollout, metadata: { ...rollout.metadata, annotations } } }
    const [intent] = created(worldOf(annotated))
    expect(intent?.do === 'create' && intent.object.metadata).toMatchObject({
      annotations: { team: 'shop', 'rollout.argoproj.io/revision': '1', 'rollout.argoproj.io/desired-replicas': '2' },
      ownerReferences: [{ kind: 'Rollout', name: 'web', controller: true, blockOwnerDeletion: true }],
    })
    expect(JSON.stringify(intent)).not.toMatch(/tracking-id|last-applied/)
  })

  it('takes over an annotation that is emptied, but none that has been empty all along', () => {
    const annotate = (annotations: { readonly [key: string]: string }, cluster: Cluster): Cluster => {
      const metadata = { ...cluster.rollout.metadata }
      const own = { ...metadata.annotations, ...annotations }
      return { ...cluster, rollout: { ...cluster.rollout, metadata: { ...metadata, annotations: own } } }
    }
    const start = annotate({ team: 'shop', note: '' }, clusterWith({ replicas: 2, strategy: { canary: {} } }))
    const first = lastOf(simulate(start, []))
    const emptied = lastOf(simulate(annotate({ team: '', more: '' }, first), []))
    const seen = [first, emptied].map(({ replicaSets }) => replicaSets[0]?.metadata.annotations)
    expect(seen).toEqual([
      { team: 'shop', 'rollout.argoproj.io/revision': '1', 'rollout.argoproj.io/desired-replicas': '2' },
      {
        team: '',
        'rollout.argoproj.io/revision': '1',
        'rollout.argoproj.io/revision-history': '1',
        'rollout.argoproj.io/desired-replicas': '2',
      },
    ])
  })

  it('takes over nothing that is its own bookkeeping: two would write it by turns', () => {
    const cluster = clusterWith({
      replicas: 2,
      strategy: { canary: { stableMetadata: { labels: { role: 'stable' } } } },
    })
    const annotations = { team: 'shop', 'scale-down-deadline': 'x', 'rollout.argoproj.io/ephemeral-metadata': '{}' }
    const { rollout } = cluster
    const annotated = { ...cluster, rollout: { ...rollout, metadata: { ...rollout.metadata, annotations } } }
    const [rs] = lastOf(simulate(annotated, [])).replicaSets
    expect(rs?.metadata.annotations).toEqual({
      team: 'shop',
      'rollout.argoproj.io/revision': '1',
      'rollout.argoproj.io/desired-replicas': '2',
      'rollout.argoproj.io/ephemeral-metadata': '{"labels":{"role":"stable"}}',
    })
  })

  it('that was there before is made again only for a Rollout that still is', () => {
    const [first] = created(worldOf(clusterWith({ replicas: 2, strategy: { canary: {} } })))
    const [again] = created({ ...worldOf(ready), replicaSets: [] })
    expect([first, again].map(intent => intent && 'alive' in intent)).toEqual([false, true])
  })

  it('gets another name when its own is taken by somebody else (contract 3.2)', () => {
    const world = worldOf(clusterWith({ replicas: 1, strategy: { canary: {} } }))
    const [intent] = created(world)
    const name = intent?.do === 'create' ? intent.object.metadata.name : ''
    const taken = { of: 'effect', at: 0, failed: 'AlreadyExists', intent: `ReplicaSet/${name}` } as const
    const decision = decide({ ...world, observations: [taken] }, ready.now)
    expect(decision).toMatchObject({ intents: [], status: { collisionCount: 1 } })
  })

  it('that belongs to nobody and fits is adopted', () => {
    const orphaned = worldOf(ready).replicaSets.map(({ ownerUid, ...rs }): ReplicaSetView => rs)
    const [intent] = decide({ ...worldOf(ready), replicaSets: orphaned }, ready.now).intents
    expect(intent).toMatchObject({ do: 'patch', body: { metadata: { ownerReferences: [{ name: 'web' }] } } })
    expect(intent?.do === 'patch' && intent.preconditions.resourceVersion).toBeDefined()
    expect(intent?.do === 'patch' && intent.alive).toMatchObject({ target: { kind: 'Rollout' }, uid: 'uid-web' })
  })

  it('keeps its further owners, whether it is taken or let go', () => {
    const backup = { apiVersion: 'example.com/v1', kind: 'Backup', name: 'nightly', uid: 'uid-backup' }
    const [rs] = worldOf(ready).replicaSets.map((each): ReplicaSetView => ({ ...each, otherOwners: [backup] }))
    const { ownerUid, ...orphan } = rs!
    const strayed = { ...rs!, name: 'web-strayed', labels: { ...rs!.labels, app: 'other' } }
    const ownersAfter = (set: ReplicaSetView) => {
      const [intent] = decide({ ...worldOf(ready), replicaSets: [set] }, ready.now).intents
      return intent?.do === 'patch' && intent.body
    }
    expect(ownersAfter(orphan)).toMatchObject({ metadata: { ownerReferences: [backup, { name: 'web' }] } })
    expect(ownersAfter(strayed)).toEqual({ metadata: { ownerReferences: [backup] } })
  })

  it('stays ours while the workload cannot be resolved (trap 57)', () => {
    const { selector, template, ...spec } = ready.rollout.spec
    const rollout = {
      ...ready.rollout,
      spec: { ...spec, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'old' } },
    }
    const workload = { state: 'missing', message: 'deployments.apps "shop/old" not found' } as const
    const decision = decide({ ...worldOf(ready), rollout, workload }, ready.now)
    expect(decision.intents).toEqual([])
    expect(decision.status?.message).toBe(
      'InvalidSpec: The Rollout "web" is invalid: deployments.apps "shop/old" not found',
    )
    expect(decision.status?.stableRS).toBe(ready.rollout.status?.stableRS)
    expect(decision.wakeAt).toBe(ready.now + 20_000)
  })
})

describe('revisionHistoryLimit', () => {
  it('removes the oldest empty revisions', () => {
    const spec = { replicas: 1, revisionHistoryLimit: 1, strategy: { canary: {} } }
    const states = simulate(clusterWith(spec), ['web:2', 'web:3', 'web:4'].map(deploy))
    expect(lastOf(states).replicaSets.map(rs => rs.spec.template.spec?.containers?.[0]?.image)).toEqual([
      'web:3',
      'web:4',
    ])
  })
})

describe('annotations of the Rollout that are somebody else’s', () => {
  it('are never part of a patch', () => {
    const world = worldOf(deploy('web:2').run(ready))
    const patches = decide(world, ready.now).intents.filter(intent => intent.do === 'patch')
    const ofRollout = patches.find(patch => patch.target.kind === 'Rollout')
    expect(ofRollout?.body).toEqual({ metadata: { annotations: { 'rollout.argoproj.io/revision': '2' } } })
    expect(ofRollout?.preconditions.resourceVersion).toBe(world.rollout.metadata.resourceVersion)
  })
})
