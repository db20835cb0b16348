import { afterEach, describe, expect, test } from 'vitest'
import type { Definition } from './application/definition.ts'
import { Field } from './field.ts'
import { deployment, deployments, healing, job, jobs, rollout, rollouts, service, services } from './objects.ts'

let field: Field
const open = async (spec: Partial<Definition['spec']> = { syncPolicy: healing }) => {
  field = await Field.open(spec)
}
afterEach(() => field.close())

describe('hooks and waves', () => {
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

  test('whoever watches the application sees the operation end', async () => {
    await open()
    const seen = field.phasesSeen()
    await field.commit({ 'web.yaml': [deployment(), job('after', 'PostSync')] })
    await field.advance(60)
    expect([field.operation?.phase, seen.at(-1)]).toEqual(['Succeeded', 'Succeeded'])
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

  test('an autoscaler in the wave before what it scales fails the operation, and what it scales never comes', async () => {
    await open()
    const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' }
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: target },
    }
    const later = { ...rollout({}), metadata: { name: 'web', annotations: { 'argocd.argoproj.io/sync-wave': '1' } } }
    await field.commit({ 'web.yaml': [autoscaler, later] })
    await field.advance(600)
    expect(field.operation?.phase).toBe('Failed')
    expect(await field.find(`${rollouts}/web`)).toBeUndefined()
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
