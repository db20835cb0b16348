import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { deployment, podTemplate } from './manifests.ts'
import { makeReadyUnlessGone, podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const setsOf = async (app: string): Promise<Json[]> =>
  (await kube.get(`/apis/apps/v1/namespaces/${ns}/replicasets?labelSelector=app%3D${app}`)).items
const state = (name: string, fits: (object: Json) => unknown, what: string): Promise<Json> =>
  until(async () => {
    const object = await kube.get(`${deployments}/${name}`)
    return object.status?.observedGeneration === object.metadata.generation && fits(object) && object
  }, `${name}: ${what}`)
const condition = (object: Json, type: string) => object.status.conditions?.find((c: Json) => c.type === type) ?? {}
const withImage = (name: string, image: string) => ({ spec: { template: podTemplate(name, image) } })
/** Makes pods ready, as they come, until the Deployment is whole. */
const complete = (name: string) =>
  state(name, async () => true, 'observed').then(() =>
    until(async () => {
      const { items } = await kube.get(`/api/v1/namespaces/${ns}/pods?labelSelector=app%3D${name}`)
      for (const pod of items) if (pod.status.phase === 'Pending') await makeReadyUnlessGone(kube, pod)
      const object = await kube.get(`${deployments}/${name}`)
      const { replicas, updatedReplicas, availableReplicas, observedGeneration } = object.status
      const whole = [replicas, updatedReplicas, availableReplicas].every(count => count === object.spec.replicas)
      return (
        whole &&
        observedGeneration === object.metadata.generation &&
        condition(object, 'Progressing').reason === 'NewReplicaSetAvailable' &&
        object
      )
    }, `${name} to be complete`),
  )

describe('a new Deployment', () => {
  test('makes a ReplicaSet with the hash of its template, which makes the pods', async () => {
    const made = await kube.create(deployments, deployment('new', 2))
    const object = await complete('new')
    const [set] = await setsOf('new')
    const hash = set.metadata.labels['pod-template-hash']
    expect(set.metadata.name).toBe(`new-${hash}`)
    expect(set.spec.selector.matchLabels).toEqual({ app: 'new', 'pod-template-hash': hash })
    expect(set.spec.template.metadata.labels).toEqual({ app: 'new', 'pod-template-hash': hash })
    expect(set.metadata.ownerReferences[0]).toMatchObject({
      kind: 'Deployment',
      name: 'new',
      uid: made.metadata.uid,
      controller: true,
    })
    expect(set.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '3',
      'deployment.kubernetes.io/revision': '1',
    })
    expect(object.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' })
    expect(object.metadata.generation).toBe(1)
    expect(condition(object, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' })
    expect(condition(object, 'Progressing')).toMatchObject({
      status: 'True',
      message: `ReplicaSet "new-${hash}" has successfully progressed.`,
    })
  })

  if (kube.target.capabilities.goTemplateHash) {
    test('has a hash that is known', async () => {
      await kube.create(deployments, deployment('hashed', 0))
      const [set] = await until(async () => {
        const sets = await setsOf('hashed')
        return sets.length > 0 && sets
      }, 'the ReplicaSet')
      expect(set.metadata.labels['pod-template-hash']).toBe('57774d9955')
    })
  }
})

describe('a rolling update', () => {
  test('never exceeds its surge nor falls below what it keeps available', async () => {
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 1 }
    await kube.create(deployments, deployment('rolls', 4, { strategy: { type: 'RollingUpdate', rollingUpdate } }))
    await complete('rolls')
    await kube.merge(`${deployments}/rolls`, withImage('rolls', 'shop/web:2'))
    const first = await state('rolls', object => object.status.updatedReplicas === 2, 'two updated')
    expect([first.status.replicas, first.status.availableReplicas]).toEqual([5, 3])
    expect(condition(first, 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' })
    await complete('rolls')
    const sets = await setsOf('rolls')
    expect(
      sets.map(set => [set.metadata.annotations['deployment.kubernetes.io/revision'], set.spec.replicas]).sort(),
    ).toEqual([
      ['1', 0],
      ['2', 4],
    ])
  })

  test('back to an earlier template uses its ReplicaSet under a new revision', async () => {
    await kube.create(deployments, deployment('back', 1))
    await complete('back')
    const [first] = await setsOf('back')
    await kube.merge(`${deployments}/back`, withImage('back', 'shop/web:2'))
    await complete('back')
    await kube.merge(`${deployments}/back`, withImage('back', 'shop/web:1'))
    await complete('back')
    const sets = await setsOf('back')
    expect(sets).toHaveLength(2)
    const again = sets.find(set => set.metadata.name === first!.metadata.name)
    expect(again.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
  })

  test('keeps revisionHistoryLimit old ReplicaSets', async () => {
    await kube.create(deployments, deployment('history', 0, { revisionHistoryLimit: 1 }))
    for (const n of [1, 2, 3]) {
      await state(
        'history',
        object => object.metadata.annotations?.['deployment.kubernetes.io/revision'] === `${n}`,
        `revision ${n}`,
      )
      await kube.merge(`${deployments}/history`, withImage('history', `shop/web:${n + 1}`))
    }
    await until(async () => (await setsOf('history')).length === 2, 'two ReplicaSets')
  })
})

test('Recreate ends the old pods before it begins new ones', async () => {
  await kube.create(deployments, deployment('recreates', 2, { strategy: { type: 'Recreate' } }))
  await complete('recreates')
  const old = (await podsOf(kube, ns, 'app=recreates', 2)).map(pod => pod.metadata.name)
  await kube.merge(`${deployments}/recreates`, withImage('recreates', 'shop/web:2'))
  await complete('recreates')
  const now = (await podsOf(kube, ns, 'app=recreates', 2)).map(pod => pod.metadata.name)
  expect(now.filter(name => old.includes(name))).toEqual([])
})

describe('paused', () => {
  test('it does not follow its template, but its scale', async () => {
    await kube.create(deployments, deployment('rests', 1))
    await complete('rests')
    await kube.merge(`${deployments}/rests`, { spec: { paused: true } })
    const paused = await state(
      'rests',
      object => condition(object, 'Progressing').reason === 'DeploymentPaused',
      'paused',
    )
    expect(condition(paused, 'Progressing')).toMatchObject({ status: 'Unknown', message: 'Deployment is paused' })
    await kube.merge(`${deployments}/rests`, { spec: { replicas: 2, ...withImage('rests', 'shop/web:2').spec } })
    await state('rests', object => object.status.replicas === 2, 'two pods')
    expect(await setsOf('rests')).toHaveLength(1)
    await kube.merge(`${deployments}/rests`, { spec: { paused: false } })
    await complete('rests')
    expect(await setsOf('rests')).toHaveLength(2)
  })

  test('in the middle of an update a new scale is shared in proportion', async () => {
    const rollingUpdate = { maxSurge: 2, maxUnavailable: 0 }
    await kube.create(deployments, deployment('shares', 4, { strategy: { type: 'RollingUpdate', rollingUpdate } }))
    await complete('shares')
    await kube.merge(`${deployments}/shares`, withImage('shares', 'shop/web:2'))
    await state('shares', object => object.status.updatedReplicas === 2, 'two updated')
    await kube.merge(`${deployments}/shares`, { spec: { replicas: 10 } })
    await state('shares', object => object.status.replicas === 12, 'twelve pods')
    const counts = (await setsOf('shares')).map(set => set.spec.replicas).sort((a, b) => a - b)
    expect(counts).toEqual([4, 8])
  })
})

test('past its deadline it says so', async () => {
  await kube.create(deployments, deployment('stuck', 1, { progressDeadlineSeconds: 1 }))
  const object = await state(
    'stuck',
    found => condition(found, 'Progressing').status === 'False',
    'its deadline exceeded',
  )
  expect(condition(object, 'Progressing')).toMatchObject({
    reason: 'ProgressDeadlineExceeded',
    message: expect.stringMatching(/^ReplicaSet "stuck-[a-z0-9]+" has timed out progressing\.$/),
  })
  expect(condition(object, 'Available')).toMatchObject({
    status: 'False',
    reason: 'MinimumReplicasUnavailable',
    message: 'Deployment does not have minimum availability.',
  })
})
