import fs, { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import git from 'isomorphic-git'
import { afterEach, describe, expect, test } from 'vitest'
import { type Setup, StandIn } from './testing.ts'

const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts'
const rollout = (image: string, extra = '') => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ${image}
          ports: [{ containerPort: 8080 }]
${extra}`
const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`

let argo: StandIn
const start = async (setup: Partial<Setup> = {}) => {
  const files = { 'demo/rollout.yaml': rollout('web:1'), 'demo/service.yaml': service }
  argo = await StandIn.start({ files, syncPolicy: { automated: { prune: true } }, ...setup })
}
afterEach(() => argo.stop())

async function commit(path: string, text: string | undefined): Promise<void> {
  const repository = { fs, dir: argo.repository }
  if (text === undefined) await git.remove({ ...repository, filepath: path })
  else {
    writeFileSync(join(argo.repository, path), text)
    await git.add({ ...repository, filepath: path })
  }
  await git.commit({ ...repository, message: path, author: { name: 'a', email: 'a@example.org' } })
  await argo.argocd.refresh()
}
const application = () => argo.json('/api/v1/applications/demo')

describe('a folder of Git', () => {
  test('is in the cluster after the start, marked as the application’s', async () => {
    await start()
    const { metadata, spec } = await argo.read(`${rollouts}/web`)
    expect(metadata.annotations['argocd.argoproj.io/tracking-id']).toBe('demo:argoproj.io/Rollout:default/web')
    expect(spec.template.spec.containers[0].image).toBe('web:1')
    expect((await application()).status.sync.status).toBe('Synced')
  })

  test('a commit is applied, and what the cluster has of its own stays', async () => {
    await start()
    await argo.patch(`${rollouts}/web`, {
      spec: { restartAt: '2026-01-01T00:00:00Z' },
      metadata: { annotations: { 'rollout.argoproj.io/revision': '1' } },
    })
    await argo.patch('/api/v1/namespaces/default/services/web', {
      spec: { selector: { 'rollouts-pod-template-hash': 'abc' } },
    })
    await commit('demo/rollout.yaml', rollout('web:2'))
    const { metadata, spec } = await argo.read(`${rollouts}/web`)
    expect(spec).toMatchObject({
      restartAt: '2026-01-01T00:00:00Z',
      template: { spec: { containers: [{ image: 'web:2' }] } },
    })
    expect(metadata.annotations['rollout.argoproj.io/revision']).toBe('1')
    expect((await argo.read('/api/v1/namespaces/default/services/web')).spec.selector).toEqual({
      app: 'web',
      'rollouts-pod-template-hash': 'abc',
    })
    expect((await application()).status.sync.status).toBe('Synced')
  })

  test('a field that leaves Git leaves the cluster', async () => {
    await start({ files: { 'demo/rollout.yaml': rollout('web:1', '  minReadySeconds: 5\n') } })
    expect((await argo.read(`${rollouts}/web`)).spec.minReadySeconds).toBe(5)
    await commit('demo/rollout.yaml', rollout('web:1'))
    expect((await argo.read(`${rollouts}/web`)).spec.minReadySeconds).toBeUndefined()
  })

  test('an object that leaves Git is pruned; without prune it stays and the application is OutOfSync', async () => {
    await start()
    await commit('demo/service.yaml', undefined)
    // Without the garbage collector of a whole cluster a foreground deletion stays begun.
    expect((await argo.read('/api/v1/namespaces/default/services/web')).metadata.deletionTimestamp).toBeTruthy()
    await argo.stop()
    await start({ syncPolicy: { automated: {} } })
    await commit('demo/service.yaml', undefined)
    expect((await application()).status).toMatchObject({
      sync: { status: 'OutOfSync' },
      resources: [{ kind: 'Service', requiresPruning: true }, { kind: 'Rollout' }],
    })
  })

  test('what cannot be read is said, and nothing is touched', async () => {
    await start()
    await commit('demo/service.yaml', 'kind: [')
    const { status } = await application()
    expect(status.sync.status).toBe('Unknown')
    expect(status.conditions[0]).toMatchObject({
      type: 'ComparisonError',
      message: expect.stringContaining('demo/service.yaml'),
    })
    expect((await argo.read('/api/v1/namespaces/default/services/web')).spec.selector).toEqual({ app: 'web' })
  })

  test('what the API server refuses fails the operation with its words; the rest is applied', async () => {
    await start()
    await commit('demo/rollout.yaml', rollout('web:2').replace('replicas: 2', 'replicas: two'))
    const { operationState } = (await application()).status
    expect(operationState).toMatchObject({ phase: 'Failed', message: expect.stringContaining('spec.replicas') })
  })
})

describe('drift', () => {
  const scale = () => argo.patch(`${rollouts}/web`, { spec: { replicas: 7 } })

  test('a live change of a field in Git is OutOfSync and stays', async () => {
    await start()
    await scale()
    await argo.argocd.refresh()
    expect((await application()).status.sync.status).toBe('OutOfSync')
    expect((await argo.read(`${rollouts}/web`)).spec.replicas).toBe(7)
  })

  test('with self-heal it is reverted', async () => {
    await start({ syncPolicy: { automated: { selfHeal: true } } })
    await scale()
    await argo.argocd.refresh()
    expect((await argo.read(`${rollouts}/web`)).spec.replicas).toBe(2)
  })

  test('POST sync reverts it as well', async () => {
    await start()
    await scale()
    await argo.fetch('/api/v1/applications/demo/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    await argo.argocd.refresh()
    expect((await argo.read(`${rollouts}/web`)).spec.replicas).toBe(2)
  })
})

describe('health and actions come from argocd-cm', () => {
  test('a paused Rollout makes the application Suspended; resume ends the pause and leaves the steps whole', async () => {
    await start()
    const pause = {
      pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' }],
      controllerPause: true,
    }
    const { metadata } = await argo.read(`${rollouts}/web`)
    const status = {
      phase: 'Paused',
      message: 'CanaryPauseStep',
      observedGeneration: String(metadata.generation),
      currentStepIndex: 1,
      ...pause,
    }
    await argo.patch(`${rollouts}/web/status`, { status })
    await expect.poll(async () => (await application()).status.health).toEqual({ status: 'Suspended' })
    const body = JSON.stringify({
      namespace: 'default',
      resourceName: 'web',
      version: 'v1alpha1',
      kind: 'Rollout',
      group: 'argoproj.io',
      action: 'resume',
    })
    const answer = await argo.fetch('/api/v1/applications/demo/resource/actions/v2', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([answer.status, await answer.text()]).toEqual([200, '{}'])
    const after = await argo.read(`${rollouts}/web`)
    expect(after.status.pauseConditions).toBeUndefined()
    expect(after.status.controllerPause).toBe(true)
    expect(after.spec.strategy.canary.steps).toEqual([{ setWeight: 20 }, { pause: {} }])
    const [event] = (await argo.json('/api/v1/applications/demo/events')).items
    expect(event.message).toBe('Unknown user ran action resume on resource argoproj.io/Rollout/web')
  })
})

test('Git’s HEAD moves only by commits, and POST refresh follows it', async () => {
  await start()
  const before = (await application()).status.sync.revision
  writeFileSync(join(argo.repository, 'demo/rollout.yaml'), rollout('web:2'))
  const repository = { fs, dir: argo.repository }
  await git.add({ ...repository, filepath: 'demo/rollout.yaml' })
  const made = await git.commit({ ...repository, message: 'two', author: { name: 'a', email: 'a@example.org' } })
  const answer = await argo.fetch('/api/v1/applications/demo/refresh', { method: 'POST' })
  const { status } = (await answer.json()) as Awaited<ReturnType<typeof application>>
  expect(made).not.toBe(before)
  expect(status.sync).toMatchObject({ status: 'Synced', revision: made })
})
