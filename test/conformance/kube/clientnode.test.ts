import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
} from '@kubernetes/client-node'
import { afterAll, describe, expect, test } from 'vitest'
import { openKube } from './client.ts'
import { definition, establish } from './definitions.ts'
import { deployment } from './manifests.ts'

const kube = await openKube()
const namespace = await kube.namespace()
const config = new KubeConfig()
config.loadFromFile(kube.target.kubeconfig)
const core = config.makeApiClient(CoreV1Api)
const apps = config.makeApiClient(AppsV1Api)

describe('typed clients', () => {
  test('create, read, replace, list and delete', async () => {
    const made = await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'typed' }, data: { a: '1' } },
    })
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date)
    const read = await core.readNamespacedConfigMap({ namespace, name: 'typed' })
    const replaced = await core.replaceNamespacedConfigMap({
      namespace,
      name: 'typed',
      body: { ...read, data: { a: '2' } },
    })
    expect(replaced.data).toEqual({ a: '2' })
    const { items } = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=typed' })
    expect(items).toHaveLength(1)
    await core.deleteNamespacedConfigMap({ namespace, name: 'typed' })
    await expect(core.readNamespacedConfigMap({ namespace, name: 'typed' })).rejects.toMatchObject({ code: 404 })
  })

  test('patch with the strategy of the header, and scale', async () => {
    await apps.createNamespacedDeployment({ namespace, body: deployment('typed', 0) })
    const strategy = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch)
    const body = { spec: { template: { spec: { containers: [{ name: 'side', image: 'shop/side:1' }] } } } }
    const patched = await apps.patchNamespacedDeployment({ namespace, name: 'typed', body }, strategy)
    expect(patched.spec?.template.spec?.containers).toHaveLength(2)
    const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'typed' })
    expect(scale.spec?.replicas ?? 0).toBe(0)
  })

  test('objects of any kind', async () => {
    const group = `node.${namespace}.example.com`
    await establish(
      kube,
      definition(group, 'Thing', { spec: { type: 'object', properties: { size: { type: 'integer' } } } }),
    )
    const custom = config.makeApiClient(CustomObjectsApi)
    const where = { group, version: 'v1', namespace, plural: 'things' }
    const body = { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'one' }, spec: { size: 1 } }
    await custom.createNamespacedCustomObject({ ...where, body })
    const { items } = await custom.listNamespacedCustomObject(where)
    expect(items.map((item: { spec: object }) => item.spec)).toEqual([{ size: 1 }])
    const objects = KubernetesObjectApi.makeApiClient(config)
    const read = await objects.read({ apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'one', namespace } })
    expect(read.metadata?.name).toBe('one')
  })
})

describe('an informer', () => {
  test('lists what is there and then follows', async () => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`
    await kube.create(path, { metadata: { name: 'before', labels: { of: 'informer' } } })
    const selector = 'of=informer'
    const informer = makeInformer<V1ConfigMap>(
      config,
      path,
      () => core.listNamespacedConfigMap({ namespace, labelSelector: selector }),
      selector,
    )
    const told: string[] = []
    const next = (event: 'add' | 'update' | 'delete', name: string) =>
      new Promise<void>(done => {
        informer.on(event, object => {
          told.push(`${event} ${object.metadata?.name}`)
          if (object.metadata?.name === name) done()
        })
      })
    afterAll(() => informer.stop())
    const [before, after] = [next('add', 'before'), next('add', 'after')]
    const [changed, gone] = [next('update', 'after'), next('delete', 'after')]
    await informer.start()
    await before
    await kube.create(path, { metadata: { name: 'after', labels: { of: 'informer' } } })
    await after
    await kube.merge(`${path}/after`, { data: { a: '1' } })
    await changed
    await kube.delete(`${path}/after`)
    await gone
    expect(informer.list().map(object => object.metadata?.name)).toEqual(['before'])
    expect(told.at(-1)).toBe('delete after')
  })
})
