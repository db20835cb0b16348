import { afterEach, describe, expect, test } from 'vitest'
import type { Definition } from './application/definition.ts'
import { Field } from './field.ts'
import { deployment, deployments, healing, job, labels, service, services } from './objects.ts'

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
