import { expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { replicaSet } from './manifests.ts'
import { podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`
const owner = (object: Json, more: object = {}) => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  name: object.metadata.name,
  uid: object.metadata.uid,
  ...more,
})
const make = (name: string, owners: object[] = []) =>
  kube.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ownerReferences: owners } })
const gone = (path: string) => until(async () => (await kube.send('GET', path)).status === 404, `${path} to go`)

test('what an object owns goes after it', async () => {
  const parent = await make('parent')
  await make('child', [owner(parent)])
  await make('grandchild', [owner(await kube.get(`${configMaps}/child`))])
  await kube.delete(`${configMaps}/parent`, { propagationPolicy: 'Background' })
  await gone(`${configMaps}/child`)
  await gone(`${configMaps}/grandchild`)
})

test('with two owners it stays until the last has gone', async () => {
  const [one, two] = [await make('one'), await make('two')]
  await make('both', [owner(one), owner(two)])
  await kube.delete(`${configMaps}/one`)
  await until(async () => {
    const { metadata } = await kube.get(`${configMaps}/both`)
    return metadata.ownerReferences.length === 1
  }, 'the reference to go')
  await kube.delete(`${configMaps}/two`)
  await gone(`${configMaps}/both`)
})

test('Orphan leaves it, without its owner', async () => {
  const parent = await make('leaver')
  await make('left', [owner(parent)])
  await kube.delete(`${configMaps}/leaver`, { propagationPolicy: 'Orphan' })
  await gone(`${configMaps}/leaver`)
  expect((await kube.get(`${configMaps}/left`)).metadata.ownerReferences).toBeUndefined()
})

test('Foreground lets the owner wait for those that block it', async () => {
  const parent = await make('waiting')
  const child = await make('blocking', [owner(parent, { blockOwnerDeletion: true })])
  await kube.merge(`${configMaps}/blocking`, { metadata: { finalizers: ['example.com/hold'] } })
  await kube.delete(`${configMaps}/waiting`, { propagationPolicy: 'Foreground' })
  await until(
    async () => (await kube.get(`${configMaps}/blocking`)).metadata.deletionTimestamp,
    'the child to be deleted',
  )
  expect((await kube.get(`${configMaps}/waiting`)).metadata.finalizers).toEqual(['foregroundDeletion'])
  expect(child.metadata.uid).toBeTruthy()
  await kube.merge(`${configMaps}/blocking`, { metadata: { finalizers: null } })
  await gone(`${configMaps}/waiting`)
})

test('an owner that never was does not keep it', async () => {
  const ghost = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'ghost', uid: '00000000-0000-0000-0000-000000000001' },
  }
  await make('haunted', [owner(ghost)])
  await gone(`${configMaps}/haunted`)
})

test('pods go with their ReplicaSet, or stay as orphans', async () => {
  await kube.create(replicaSets, replicaSet('taken', 2))
  await podsOf(kube, ns, 'app=taken', 2)
  await kube.delete(`${replicaSets}/taken`)
  await podsOf(kube, ns, 'app=taken', 0)
  await kube.create(replicaSets, replicaSet('spared', 2))
  await podsOf(kube, ns, 'app=spared', 2)
  await kube.delete(`${replicaSets}/spared`, { propagationPolicy: 'Orphan' })
  await gone(`${replicaSets}/spared`)
  for (const pod of await podsOf(kube, ns, 'app=spared', 2)) expect(pod.metadata.ownerReferences).toBeUndefined()
})
