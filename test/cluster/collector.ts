import { setTimeout as pause } from 'node:timers/promises'
import { type Api, ApiError } from '../../sandbox/api.ts'
import { ToolMissing } from './build.ts'

// What an interrupted run has left behind is not in the way of the next one.
const NAME = `slipway-collector-probe-${process.pid}`
const PATIENCE_MS = 180_000
const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts'
const configMaps = '/api/v1/namespaces/default/configmaps'

/**
 * Resolves when the garbage collector takes what a Rollout leaves behind. It looks for new kinds every 30 s only: until then the ReplicaSets of
 * a Rollout that is deleted stay. Throws ToolMissing when it does not come.
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
  const end = Date.now() + PATIENCE_MS
  while (await exists(api, `${configMaps}/${NAME}`)) {
    if (Date.now() > end)
      throw new ToolMissing('the garbage collector leaves everything: is kube-controller-manager running?')
    await pause(200)
  }
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
