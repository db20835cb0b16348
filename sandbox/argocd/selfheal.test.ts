import { afterEach, describe, expect, test } from 'vitest'
import type { Definition } from './application/definition.ts'
import { Field } from './field.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const services = '/api/v1/namespaces/default/services'
const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts'
const labels = { app: 'web' }

const deployment = (spec: object = {}, image = 'shop/web:1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
    ...spec,
  },
})
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: labels, ports: [{ port: 80 }] },
}
const rollout = (container: object, spec: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: labels },
    strategy: { canary: {} },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'shop/web:1', ...container }] } },
    ...spec,
  },
})

const healing = { automated: { selfHeal: true, prune: true } }
const replicas = [{ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }]

let field: Field
const open = async (spec: Partial<Definition['spec']> = { syncPolicy: healing }) => {
  field = await Field.open(spec)
}
afterEach(() => field.close())

const size = async () => (await field.read(`${deployments}/web`)).spec.replicas
const scale = (count: number) => field.patch(`${deployments}/web`, { spec: { replicas: count } })

describe('self-heal', () => {
  test('puts back what somebody changed, a second later', async () => {
    await open()
    await field.commit({ 'web.yaml': [deployment()] })
    await field.advance(30)
    await scale(0)
    await field.advance(0.9)
    expect(await size()).toBe(0)
    await field.advance(0.5)
    expect(await size()).toBe(3)
    expect(field.operation?.begun).toMatchObject({ isAutomated: true, selfHealAttempts: 1 })
  })

  test('against somebody who never gives in waits longer each time: 2 s, 6 s, 18 s, up to 5 min', async () => {
    await open()
    await field.commit({ 'web.yaml': [deployment()] })
    await field.advance(30)
    const heals: number[] = []
    let last = field.operation
    for (const end = field.seconds + 1200; field.seconds < end; await field.advance(0.5)) {
      if (field.operation !== last) heals.push(field.operation!.startedAt)
      last = field.operation
      if ((await size()) === 3) await scale(0)
    }
    const gaps = heals.slice(1).map((at, index) => Math.round((at - heals[index]!) / 1000))
    expect(gaps.slice(0, 7)).toEqual([2, 6, 18, 54, 162, 300, 300])
  })

  test('syncs only what drifted: another object’s live-only changes stay', async () => {
    await open({ syncPolicy: { ...healing, syncOptions: ['ServerSideApply=true'] } })
    await field.commit({ 'web.yaml': [deployment(), service] })
    await field.patch(`${services}/web`, { spec: { selector: { 'rollouts-pod-template-hash': 'abc' } } })
    await field.advance(30)
    await scale(0)
    await field.advance(5)
    expect(await size()).toBe(3)
    expect((await field.read(`${services}/web`)).spec.selector).toHaveProperty('rollouts-pod-template-hash')
  })

  test.each([
    ['without it', { automated: {} }],
    ['when the policy is switched off', { automated: { selfHeal: true, enabled: false } }],
  ])('does not happen %s', async (_, syncPolicy) => {
    await open({ syncPolicy })
    await field.commit({ 'web.yaml': [deployment()] })
    await field.sync()
    await scale(0)
    await field.advance(600)
    expect([await size(), field.drifted]).toEqual([0, ['Deployment/web']])
  })

  test('is off after a sync of that revision failed, until the next commit', async () => {
    await open()
    await field.commit({ 'web.yaml': [deployment()] })
    await field.commit({ 'bad.yaml': [{ ...service, metadata: { name: 'bad' }, spec: { ports: [{ port: -1 }] } }] })
    await scale(0)
    await field.advance(600)
    expect(await size()).toBe(0)
    expect(field.operation?.phase).toBe('Failed')
    expect(field.application.refusal).toMatch(/^Failed last sync attempt to \[[0-9a-f]{40}\]: one or more objects/)
    await field.commit({ 'bad.yaml': undefined })
    expect(await size()).toBe(3)
  })

  test('waits while another operation runs, and so does a new commit', async () => {
    await open()
    const pod = { metadata: { labels, annotations: { 'sandbox.slipway.dev/ready': 'false' } } }
    const never = { template: { ...pod, spec: { containers: [{ name: 'web', image: 'shop/web:1' }] } } }
    await field.commit({ 'web.yaml': [deployment(never), job('after', 'PostSync')] })
    await field.advance(10)
    expect(field.operation?.message).toBe('waiting for healthy state of apps/Deployment/web')
    await scale(0)
    const next = await field.commit({ 'service.yaml': [service] })
    await field.advance(30)
    // At 0 the Deployment is Healthy: the hook runs, the operation ends, and what waited goes on.
    expect(field.operation?.begun.revision).toBe(next)
    expect(await field.find(`${services}/web`)).toBeDefined()
  })
})

const job = (name: string, hook: string, annotations: object = {}, command = 'sleep 3') => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, annotations: { 'argocd.argoproj.io/hook': hook, ...annotations } },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'job', image: 'busybox:1', command: ['sh', '-c', command] }],
      },
    },
  },
})

describe('automated sync', () => {
  test('of what only needs pruning does not begin without prune, and never empties the cluster', async () => {
    await open({ syncPolicy: { automated: {} } })
    await field.commit({ 'web.yaml': [deployment()], 'service.yaml': [service] })
    const before = field.operation
    await field.commit({ 'service.yaml': undefined })
    expect(field.operation).toBe(before)
    await field.close()
    await open()
    await field.commit({ 'web.yaml': [service] })
    await field.commit({ 'web.yaml': undefined })
    await field.advance(60)
    expect(field.application.refusal).toContain('auto-sync will wipe out all resources')
    expect(await field.find(`${services}/web`)).toBeDefined()
  })

  test.each([
    ['foreground', []],
    ['background', ['PrunePropagationPolicy=background']],
  ])('prunes in the %s', async (how, syncOptions) => {
    await open({ syncPolicy: { ...healing, syncOptions } })
    await field.commit({ 'web.yaml': [deployment()], 'service.yaml': [service] })
    await field.advance(30)
    await field.commit({ 'web.yaml': undefined })
    const left = await field.find(`${deployments}/web`)
    expect(left?.metadata.finalizers ?? []).toEqual(how === 'foreground' ? ['foregroundDeletion'] : [])
    await field.advance(60)
    expect(await field.find(`${deployments}/web`)).toBeUndefined()
  })

  test('an object that says Prune=false stays', async () => {
    await open()
    const kept = {
      ...service,
      metadata: { name: 'web', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
    }
    await field.commit({ 'web.yaml': [deployment()], 'service.yaml': [kept] })
    await field.commit({ 'service.yaml': undefined })
    expect(await field.find(`${services}/web`)).toBeDefined()
    expect(field.operation?.resources.map(({ message }) => message)).toContain('ignored (no prune)')
  })
})

describe('ignoreDifferences', () => {
  test('alone is the verdict only: the next sync writes Git’s value', async () => {
    await open({ syncPolicy: healing, ignoreDifferences: replicas })
    await field.commit({ 'web.yaml': [deployment()] })
    await scale(0)
    await field.advance(60)
    expect([await size(), field.drifted]).toEqual([0, []])
    await field.commit({ 'web.yaml': [deployment({}, 'shop/web:2')] })
    expect(await size()).toBe(3)
  })

  test('with RespectIgnoreDifferences a sync keeps what is live', async () => {
    await open({
      syncPolicy: { ...healing, syncOptions: ['RespectIgnoreDifferences=true'] },
      ignoreDifferences: replicas,
    })
    await field.commit({ 'web.yaml': [deployment()] })
    await scale(0)
    await field.commit({ 'web.yaml': [deployment({}, 'shop/web:2')] })
    expect(await size()).toBe(0)
    expect((await field.read(`${deployments}/web`)).spec.template.spec.containers[0].image).toBe('shop/web:2')
    await field.commit({ 'web.yaml': [deployment({ replicas: undefined }, 'shop/web:2')] })
    await field.advance(60)
    expect([await size(), field.drifted]).toEqual([0, []])
  })

  test('inside a list of a custom resource freezes the whole list', async () => {
    await open({
      syncPolicy: { ...healing, syncOptions: ['RespectIgnoreDifferences=true'] },
      ignoreDifferences: [
        { group: 'argoproj.io', kind: 'Rollout', jqPathExpressions: ['.spec.template.spec.containers[].image'] },
      ],
    })
    await field.commit({ 'web.yaml': [rollout({})] })
    const containers = async () => (await field.read(`${rollouts}/web`)).spec.template.spec.containers
    await field.commit({ 'web.yaml': [rollout({ env: [{ name: 'A', value: '1' }] }, { replicas: 2 })] })
    await field.advance(60)
    expect(await containers()).toEqual([expect.not.objectContaining({ env: expect.anything() })])
    expect((await field.read(`${rollouts}/web`)).spec.replicas).toBe(2)
    expect(field.drifted).toEqual(['Rollout/web'])
  })
})

describe('ways of applying', () => {
  const hash = { spec: { selector: { 'rollouts-pod-template-hash': 'abc' } } }
  const selector = async () => Object.keys((await field.read(`${services}/web`)).spec.selector).sort()
  const both = ['app', 'rollouts-pod-template-hash']

  test.each([
    ['client-side', [], both],
    ['server-side, which strips the hash from a selector', ['ServerSideApply=true'], ['app']],
    ['server-side, but only what differs', ['ServerSideApply=true', 'ApplyOutOfSyncOnly=true'], both],
    ['by replacing', ['Replace=true'], ['app']],
  ])('%s', async (_, syncOptions, left) => {
    await open({ syncPolicy: { automated: {}, syncOptions } })
    await field.commit({ 'web.yaml': [deployment(), service] })
    await field.patch(`${services}/web`, hash)
    await field.commit({ 'web.yaml': [deployment({}, 'shop/web:2'), service] })
    expect(field.operation?.phase).toBe('Succeeded')
    expect(await selector()).toEqual(left)
  })
})

describe('hooks and waves', () => {
  const jobs = '/apis/batch/v1/namespaces/default/jobs'
  const isComplete = async (name: string) =>
    (await field.find(`${jobs}/${name}`))?.status?.conditions?.some(
      ({ type }: { type: string }) => type === 'Complete',
    ) ?? false

  test('PreSync before anything is applied, PostSync once everything is Healthy', async () => {
    await open()
    await field.commit({ 'web.yaml': [deployment(), job('before', 'PreSync'), job('after', 'PostSync')] })
    expect(await field.find(`${deployments}/web`)).toBeUndefined()
    expect(field.operation).toMatchObject({
      phase: 'Running',
      message: 'waiting for completion of hook batch/Job/before',
    })
    await field.advance(10)
    expect(await isComplete('before')).toBe(true)
    expect(await field.find(`${deployments}/web`)).toBeDefined()
    await field.advance(30)
    expect([await isComplete('after'), field.operation?.phase]).toEqual([true, 'Succeeded'])
    const done = field.operation
    await field.advance(600)
    expect(field.operation).toBe(done)
  })

  test('a hook that fails fails the operation, and with it self-heal', async () => {
    await open()
    await field.commit({ 'web.yaml': [deployment(), job('after', 'PostSync', {}, 'exit 1')] })
    await field.advance(60)
    expect(field.operation).toMatchObject({
      phase: 'Failed',
      message: 'one or more synchronization tasks completed unsuccessfully',
    })
  })

  test('the hook of the last sync makes room for that of the next; HookSucceeded leaves nothing', async () => {
    await open()
    const policy = { 'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded' }
    const hooks = [job('kept', 'PostSync'), job('gone', 'PostSync', policy)]
    await field.commit({ 'web.yaml': [deployment(), ...hooks] })
    await field.advance(60)
    const first = (await field.read(`${jobs}/kept`)).metadata.uid
    await field.commit({ 'web.yaml': [deployment({}, 'shop/web:2'), ...hooks] })
    await field.advance(60)
    expect(field.operation?.phase).toBe('Succeeded')
    expect((await field.read(`${jobs}/kept`)).metadata.uid).not.toBe(first)
    expect(await field.find(`${jobs}/gone`)).toBeUndefined()
  })

  test('a later wave waits until the earlier one is Healthy, and at least two seconds', async () => {
    await open()
    const later = { ...service, metadata: { name: 'web', annotations: { 'argocd.argoproj.io/sync-wave': '1' } } }
    await field.commit({ 'web.yaml': [deployment(), later] })
    await field.advance(1.5)
    expect(await field.find(`${services}/web`)).toBeUndefined()
    await field.advance(10)
    expect(await field.find(`${services}/web`)).toBeDefined()
  })
})
