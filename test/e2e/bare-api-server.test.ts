/** The built-in controllers and pod life are clients of the API with nothing private: they run beside an API server that has no others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { realClock } from '../../sandbox/clock/clock.ts'
import { startCluster } from '../../sandbox/cluster.ts'
import { startControllers } from '../../sandbox/controllers/index.ts'
import { HttpApi, type Server } from '../../sandbox/http-api.ts'
import { startPodLife } from '../../sandbox/podlife/index.ts'
import { startControlPlane } from '../cluster/controlplane.ts'
import { REAL_CLUSTER } from '../cluster/target.ts'

/** etcd and kube-apiserver alone in `npm run test:cluster`, else the embedded API server alone. */
async function openApiServer(): Promise<Server & { close(): Promise<void> }> {
  if (process.env[REAL_CLUSTER]) {
    const { url, token, stop } = await startControlPlane({ controllerManager: false })
    return { server: url, token, insecure: true, close: stop }
  }
  const { url, kubeconfig, stop } = await startCluster({ controllers: false })
  return { server: url, token: parse(kubeconfig).users[0].user.token, close: stop }
}

let api: HttpApi
const opened: (() => unknown)[] = []
beforeAll(async () => {
  const server = await openApiServer()
  opened.push(() => server.close())
  api = new HttpApi(server)
  opened.push(() => api.close())
  for (const part of [startControllers(api, realClock), startPodLife(api, realClock)]) opened.push(() => part.stop())
})
afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

const soon = { timeout: 30_000 }
const labels = { app: 'web' }
const web = '/apis/apps/v1/namespaces/default/deployments/web'
const get = (path: string) => api.request({ method: 'GET', path })
const pods = async () => (await get('/api/v1/namespaces/default/pods')).items

test('a Deployment becomes available, its Service gets endpoints, and all of it goes with the Deployment', async () => {
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] } }
  const spec = { replicas: 2, selector: { matchLabels: labels }, template }
  await create('/apis/apps/v1', 'Deployment', spec)
  await create('/api/v1', 'Service', { selector: labels, ports: [{ port: 80 }] })
  await expect.poll(async () => (await get(web)).status?.availableReplicas, soon).toBe(2)
  const endpoints = '/api/v1/namespaces/default/endpoints/web'
  await expect.poll(async () => (await get(endpoints)).subsets?.[0]?.addresses?.length, soon).toBe(2)
  await api.request({ method: 'DELETE', path: `${web}?propagationPolicy=Background` })
  await expect.poll(async () => (await pods()).length, soon).toBe(0)
})

function create(prefix: string, kind: string, spec: object) {
  const apiVersion = prefix.replace(/^\/apis?\//, '')
  const body = { apiVersion, kind, metadata: { name: 'web' }, spec }
  return api.request({ method: 'POST', path: `${prefix}/namespaces/default/${kind.toLowerCase()}s`, body })
}
