import { afterEach, describe, expect, test } from 'vitest'
import type { Definition } from './application/definition.ts'
import { Field } from './field.ts'
import { deployment, deployments, healing, rollout, rollouts, service, services } from './objects.ts'

const replicas = [{ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }]

let field: Field
const open = async (spec: Partial<Definition['spec']> = { syncPolicy: healing }) => {
  field = await Field.open(spec)
}
afterEach(() => field.close())

const size = async () => (await field.read(`${deployments}/web`)).spec.replicas
const scale = (count: number) => field.patch(`${deployments}/web`, { spec: { replicas: count } })

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
