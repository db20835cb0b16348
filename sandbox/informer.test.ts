import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node'
import { afterAll, expect, test } from 'vitest'
import { startCluster } from './cluster.ts'

const cluster = await startCluster({ controllers: false })
afterAll(() => cluster.stop())

test('client-node reads the kubeconfig, writes with its typed client, and its informer sees every change', async () => {
  const config = new KubeConfig()
  config.loadFromString(cluster.kubeconfig)
  const api = config.makeApiClient(CoreV1Api)
  const namespace = 'default'
  const seen: string[] = []
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    api.listNamespacedConfigMap({ namespace }),
  )
  for (const event of ['add', 'update', 'delete'] as const) {
    informer.on(event, object => seen.push(`${event} ${object.data?.a}`))
  }
  await informer.start()
  const name = 'watched'
  const made = await api.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { a: 'made' } } })
  await api.replaceNamespacedConfigMap({ namespace, name, body: { ...made, data: { a: 'replaced' } } })
  const body = [{ op: 'replace', path: '/data/a', value: 'patched' }]
  await api.patchNamespacedConfigMap({ namespace, name, body })
  await api.deleteNamespacedConfigMap({ namespace, name })
  await expect.poll(() => seen).toEqual(['add made', 'update replaced', 'update patched', 'delete patched'])
  await informer.stop()
})
