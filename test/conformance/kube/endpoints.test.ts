import { expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { service, pod as unbound } from './manifests.ts'
import { makeNode, makeReady, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const nodeName = await makeNode(kube, ns)
const pod = (name: string, labels?: object, container: object = {}) => {
  const { spec, ...made } = unbound(name, labels)
  return { ...made, spec: { nodeName, containers: [{ ...spec.containers[0], ...container }] } }
}
const core = (plural: string) => `/api/v1/namespaces/${ns}/${plural}`
const names = (addresses: Json[] = []) => addresses.map(address => address.targetRef.name).sort()
const endpoints = (name: string, ready: string[], notReady: string[]) =>
  until(async () => {
    const { status, body } = await kube.send('GET', `${core('endpoints')}/${name}`)
    const subset = body.subsets?.[0] ?? {}
    const same = (a: string[], b: string[]) => a.join() === b.join()
    return (
      status === 200 && same(names(subset.addresses), ready) && same(names(subset.notReadyAddresses), notReady) && body
    )
  }, `endpoints of ${name}: ready ${ready}, not ready ${notReady}`)

test('an endpoint is a chosen pod with an address; ready ones are told apart', async () => {
  await kube.create(core('services'), service('two'))
  for (const name of ['two-a', 'two-b']) await kube.create(core('pods'), pod(name, { app: 'two' }))
  const [a, b] = [await kube.get(`${core('pods')}/two-a`), await kube.get(`${core('pods')}/two-b`)]
  await makeReady(kube, a)
  await makeReady(kube, b, false)
  const body = await endpoints('two', ['two-a'], ['two-b'])
  expect(body.subsets[0].ports).toEqual([{ port: 80, protocol: 'TCP' }])
  expect(body.subsets[0].addresses[0]).toMatchObject({
    ip: '10.244.0.7',
    targetRef: { kind: 'Pod', namespace: ns, uid: a.metadata.uid },
  })
})

test('a Service that chooses others has others', async () => {
  await kube.create(core('services'), service('moves', { app: 'old' }))
  for (const app of ['old', 'new']) await makeReady(kube, await kube.create(core('pods'), pod(`moves-${app}`, { app })))
  await endpoints('moves', ['moves-old'], [])
  await kube.merge(`${core('services')}/moves`, { spec: { selector: { app: 'new' } } })
  await endpoints('moves', ['moves-new'], [])
  await kube.delete(`${core('pods')}/moves-new`, { gracePeriodSeconds: 0 })
  await endpoints('moves', [], [])
})

test('a named port is that of the container', async () => {
  await kube.create(core('services'), {
    ...service('named'),
    spec: { selector: { app: 'named' }, ports: [{ port: 80, targetPort: 'http' }] },
  })
  const body = pod('named', undefined, { ports: [{ name: 'http', containerPort: 8080 }] })
  await makeReady(kube, await kube.create(core('pods'), body))
  expect((await endpoints('named', ['named'], [])).subsets[0].ports[0].port).toBe(8080)
})

test('EndpointSlices say the same', async () => {
  await kube.create(core('services'), service('sliced'))
  await makeReady(kube, await kube.create(core('pods'), pod('sliced')))
  const path = `/apis/discovery.k8s.io/v1/namespaces/${ns}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dsliced`
  const slice = await until(async () => {
    const { items } = await kube.get(path)
    return items[0]?.endpoints?.[0]?.conditions.ready && items[0]
  }, 'a slice with a ready endpoint')
  expect(slice).toMatchObject({ addressType: 'IPv4', ports: [{ port: 80, protocol: 'TCP' }] })
  expect(slice.endpoints[0]).toMatchObject({
    addresses: ['10.244.0.7'],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', name: 'sliced' },
  })
  expect(slice.metadata.ownerReferences[0]).toMatchObject({ kind: 'Service', name: 'sliced', controller: true })
})

test('they go with their Service', async () => {
  await kube.create(core('services'), service('leaves'))
  await endpoints('leaves', [], [])
  await kube.delete(`${core('services')}/leaves`)
  await until(async () => (await kube.send('GET', `${core('endpoints')}/leaves`)).status === 404, 'the endpoints to go')
})
