/**
 * A Deployment's template changes in Git while the Rollout that refers to it is not looked at: a hook that should run after the rollout runs before
 * it (users 4-L1, measured on a real Argo CD in argocd-seen 4). What the controller writes is written by hand here.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import { Field } from './field.ts'

const ours = readFileSync(join(import.meta.dirname, '../../manifests/argocd-cm.yaml'), 'utf8')
const bundled = JSON.stringify({ data: { 'resource.customizations.health.argoproj.io_Rollout': rolloutHealth() } })

/** The rules of Argo CD's own check that matter here (contract argocd 2.1). */
function rolloutHealth(): string {
  return `
if obj.status == nil then return { status = "Progressing", message = "Waiting for rollout spec update to be observed" } end
local known = tonumber((obj.metadata.annotations or {})["rollout.argoproj.io/workload-generation"])
if known ~= tonumber(obj.status.workloadObservedGeneration) then
  return { status = "Progressing", message = "Waiting for rollout spec update to be observed" }
end
return { status = obj.status.phase, message = obj.status.message or "" }`
}

const path = {
  deployment: '/apis/apps/v1/namespaces/default/deployments/web',
  rollout: '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts/web',
  hook: '/apis/batch/v1/namespaces/default/jobs/smoke',
}
const labels = { app: 'web' }
const files = (image: string, wave: string) => ({
  'deployment.yaml': [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
      },
    },
  ],
  'rollout.yaml': [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'web', annotations: { 'argocd.argoproj.io/sync-wave': wave } },
      spec: {
        replicas: 3,
        workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', scaleDown: 'onsuccess' },
        strategy: { canary: {} },
      },
    },
  ],
  'smoke.yaml': [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'smoke', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } },
      spec: {
        template: {
          spec: { restartPolicy: 'Never', containers: [{ name: 'smoke', image: 'busybox:1', command: ['true'] }] },
        },
      },
    },
  ],
})

let field: Field
afterEach(() => field.close())

/** The controller's part, in its order: the annotation, then what the Deployment says of the Rollout that runs its template. */
async function controllerSees(): Promise<void> {
  const { metadata } = await field.read(path.deployment)
  const annotations = { 'rollout.argoproj.io/workload-generation': String(metadata.generation) }
  await field.patch(path.rollout, { metadata: { annotations } })
  await say('False', 'RolloutProgressing', metadata.generation)
}

async function say(isThrough: 'True' | 'False', reason: string, generation: number): Promise<void> {
  const { status } = await field.read(path.deployment)
  const type = 'slipway.dev/RolloutObserved'
  const others = (status?.conditions ?? []).filter((condition: KubeObject) => condition.type !== type)
  const message = `generation ${generation} is known to rollout web`
  const observed = { type, status: isThrough, reason, message }
  await field.patch(`${path.deployment}/status`, { status: { conditions: [...others, observed] } })
}

async function rolloutIsThrough(): Promise<void> {
  const { metadata } = await field.read(path.rollout)
  const workloadObservedGeneration = metadata.annotations['rollout.argoproj.io/workload-generation']
  const status = { phase: 'Healthy', observedGeneration: String(metadata.generation), workloadObservedGeneration }
  await field.patch(`${path.rollout}/status`, { status })
  await say('True', 'RolloutHealthy', Number(workloadObservedGeneration))
}

/** A new template is in Git and in the cluster, and the controller has stood still for a minute since. */
async function changedUnseen(customizations: string, wave: string): Promise<() => Promise<boolean>> {
  field = await Field.open({ syncPolicy: { automated: { selfHeal: true } } }, customizations)
  await field.commit(files('shop/web:1', wave))
  await field.advance(10)
  await controllerSees()
  await rolloutIsThrough()
  await field.advance(30)
  expect(field.operation?.phase).toBe('Succeeded')
  const uidOf = async () => (await field.find(path.hook))?.metadata.uid
  const before = await uidOf()
  await field.commit(files('shop/web:2', wave))
  await field.advance(60)
  return async () => (await uidOf()) !== before
}

describe('a PostSync hook, when the template that a Rollout refers to changes while its controller stands still', () => {
  test.each([
    ['in one wave', '0'],
    ['in two waves', '1'],
  ])('runs before the rollout has begun with what Argo CD bundles, %s', async (_, wave) => {
    const hasRun = await changedUnseen(bundled, wave)
    expect(await hasRun()).toBe(true)
  })

  test.each([
    ['in one wave', '0'],
    ['in two waves', '1'],
  ])('waits until the rollout is through with our health of a Deployment, %s', async (_, wave) => {
    const hasRun = await changedUnseen(ours, wave)
    expect(await hasRun()).toBe(false)
    expect(field.operation?.message).toBe('waiting for healthy state of apps/Deployment/web')
    await controllerSees()
    await field.advance(600)
    expect(await hasRun()).toBe(false)
    await rolloutIsThrough()
    await field.advance(60)
    expect(await hasRun()).toBe(true)
    expect(field.operation?.phase).toBe('Succeeded')
  })
})
