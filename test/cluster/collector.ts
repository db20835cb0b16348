import { setTimeout as pause } from 'node:timers/promises'
import { type Api, ApiError } from '../../sandbox/api.ts'

const NAME = 'slipway-collector-probe'
const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts'
const configMaps = '/api/v1/namespaces/default/configmaps'

/**
 * Resolves when the garbage collector takes what a Rollout leaves behind. It looks for new kinds every 30 s only: until then the ReplicaSets of
 * a Rollout that is deleted stay.
 */
export async function collectorReady(api: Api): Promise<void> {
  const spec = { selector: { matchLabels: { app: NAME } }, strategy: { canary: {} }, template: pods() }
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: NAME }, spec }
  const { metadata } = await api.request({ method: 'POST', path: rollouts, body: owner })
  const { apiVersion, kind } = owner
  const ownerReferences = [{ apiVersion, kind, name: NAME, uid: metadata.uid }]
  const owned = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, ownerReferences } }
  await api.request({ method: 'POST', path: configMaps, body: owned })
  await api.request({ method: 'DELETE', path: `${rollouts}/${NAME}?propagationPolicy=Background` })
  while (await exists(api, `${configMaps}/${NAME}`)) await pause(200)
}

const pods = () => ({
  metadata: { labels: { app: NAME } },
  spec: { containers: [{ name: 'main', image: 'none' }] },
})

async function exists(api: Api, path: string): Promise<boolean> {
  try {
    await api.request({ method: 'GET', path })
    return true
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false
    throw error
  }
}
