import { afterEach, describe, expect, test } from 'vitest'
import type { Client } from '../client/client.ts'
import { realClock } from '../clock.ts'
import { silent } from '../log.ts'
import { added, failure, initialEnd, json, modified, stream, thing } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { generationToAnnounce } from './announcer.ts'
import { WorkloadResolver } from './resolver.ts'
import { WorkloadWatches } from './watches.ts'

let server: ScriptedServer
let watches: WorkloadWatches
afterEach(async () => {
  watches.stop()
  await server.close()
})

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'web:1' }] } }
const deployment = (
  generation: number,
  labels: object = template.metadata.labels,
  resourceVersion = `${3 + generation}`,
) => ({
  metadata: { ...thing('web', resourceVersion).metadata, generation },
  spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: { ...template, metadata: { labels } } },
  status: { replicas: 5, availableReplicas: generation, observedGeneration: 2 },
})
/** The same generation at a later version: only its pods have changed. */
const later = (resourceVersion: string) => deployment(2, template.metadata.labels, resourceVersion)
const refersTo = (apiVersion: string, kind: string, name = 'web') =>
  rollout({ spec: { workloadRef: { apiVersion, kind, name } } })
const toDeployment = refersTo('apps/v1', 'Deployment')

/** `watch` answers the metadata watch, `get` every live read. */
async function resolving(watch: Answer, ...get: Answer[]) {
  let reads = 0
  server = await scriptedServer((request, response) => {
    const answer = request.url?.includes('watch=true') ? watch : get[Math.min(reads++, get.length - 1)]!
    answer(request, response)
  })
  const client: Client = await server.client()
  const changes: string[] = []
  const onChange = (key: string, change: string) => void changes.push(`${key}: ${change}`)
  watches = new WorkloadWatches({ client, clock: realClock, log: silent, onChange })
  const resolver = new WorkloadResolver(client, watches)
  const synced = () => watches.byName('deployments')!.reflector.synced
  const gets = () => server.asked.filter(line => !line.includes('watch=true'))
  return { resolver, changes, synced, gets }
}

const watched = (...events: readonly unknown[]) => stream([...events, initialEnd('6')])

describe('the template of a Rollout', () => {
  test('is its own when it refers to nothing', async () => {
    const { resolver } = await resolving(watched())
    expect(await resolver.resolve(rollout())).toEqual({ state: 'inline' })
    expect(server.asked).toEqual([])
  })

  test('comes from the Deployment, read once for each generation', async () => {
    const { resolver, synced, gets } = await resolving(watched(added(deployment(2))), json(deployment(2)))
    await resolver.resolve(toDeployment)
    await synced()
    const workload = await resolver.resolve(toDeployment)
    expect(workload).toMatchObject({
      state: 'resolved',
      uid: 'uid-web',
      generation: 2,
      replicas: 4,
      template,
      selector: { matchLabels: { app: 'web' } },
    })
    const before = gets().length
    await resolver.resolve(toDeployment)
    expect(gets()).toHaveLength(before)
  })

  test('is read again when the Deployment has changed', async () => {
    const { resolver, synced, gets, changes } = await resolving(
      stream([added(deployment(2)), initialEnd('6'), modified(deployment(3))]),
      json(deployment(2)),
      json(deployment(3)),
    )
    await resolver.resolve(toDeployment)
    await synced()
    while (changes.length < 2) await new Promise(setImmediate)
    expect(await resolver.resolve(toDeployment)).toMatchObject({ generation: 3 })
    expect(gets()).toHaveLength(2)
    expect(changes).toEqual(['apps/v1/Deployment/shop/web: workload', 'apps/v1/Deployment/shop/web: workload'])
  })

  test('its pods are read again when they may have changed, and only for those who ask (users 4-G6)', async () => {
    const { resolver, synced, gets, changes } = await resolving(
      stream([added(deployment(2)), initialEnd('6'), modified(later('9'))]),
      json(deployment(2)),
      json(later('9')),
    )
    await resolver.resolve(toDeployment)
    await synced()
    while (changes.length < 2) await new Promise(setImmediate)
    expect(changes[1]).toBe('apps/v1/Deployment/shop/web: status')
    await resolver.resolve(toDeployment)
    expect(gets()).toHaveLength(1)
    const counts = { replicas: 5, availableReplicas: 2, observedGeneration: 2 }
    for (let pass = 0; pass < 3; pass += 1)
      expect(await resolver.resolve(toDeployment, 'counts')).toMatchObject({ counts })
    expect(gets()).toHaveLength(2)
  })

  test('a look that is ahead of the watch is good enough', async () => {
    const { resolver, synced, gets } = await resolving(watched(added(deployment(2))), json(later('9')))
    await resolver.resolve(toDeployment, 'counts')
    await synced()
    await resolver.resolve(toDeployment, 'counts')
    expect(gets()).toHaveLength(1)
  })

  test('asks the watch for metadata only', async () => {
    const accepts: (string | undefined)[] = []
    const { resolver } = await resolving(
      (request, response) => {
        accepts.push(request.headers.accept)
        watched()(request, response)
      },
      failure(404, 'NotFound'),
    )
    await resolver.resolve(toDeployment)
    while (accepts.length === 0) await new Promise(setImmediate)
    expect(accepts[0]).toContain('as=PartialObjectMetadata')
  })

  test('can be read while the watch is refused: one watch for each kind, which blocks nobody (users 4-G7, AR#2232)', async () => {
    const { resolver } = await resolving(failure(403, 'Forbidden'), json(deployment(2)))
    const all = await Promise.all(
      ['a', 'b', 'c'].map(name => resolver.resolve(refersTo('apps/v1', 'Deployment', name))),
    )
    expect(all.map(({ state }) => state)).toEqual(['resolved', 'resolved', 'resolved'])
    expect(watches.all()).toHaveLength(1)
  })

  test('is read each time while the watch is refused: nothing else would tell of a change', async () => {
    const { resolver } = await resolving(failure(403, 'Forbidden'), json(deployment(2)), json(deployment(3)))
    expect(await resolver.resolve(toDeployment)).toMatchObject({ generation: 2 })
    expect(await resolver.resolve(toDeployment)).toMatchObject({ generation: 3 })
  })

  test('asks for one list or watch of a kind, whoever refers to it (users 4-G8)', async () => {
    const { resolver, synced } = await resolving(watched(), failure(404, 'NotFound'))
    for (const name of ['a', 'b', 'c']) await resolver.resolve(refersTo('apps/v1', 'Deployment', name))
    await synced()
    expect(server.asked.filter(line => line.includes('watch=true'))).toHaveLength(1)
  })

  test('is rid of a hash label that somebody copied along', async () => {
    const { resolver } = await resolving(
      watched(),
      json(deployment(2, { app: 'web', 'rollouts-pod-template-hash': 'abc' })),
    )
    expect(await resolver.resolve(toDeployment)).toMatchObject({ template: { metadata: { labels: { app: 'web' } } } })
  })

  test.each([
    ['a missing Deployment', toDeployment, { state: 'missing', message: 'deployments.apps "shop/web" not found' }],
    [
      'a missing PodTemplate',
      refersTo('v1', 'PodTemplate'),
      { state: 'missing', message: 'podtemplates "shop/web" not found' },
    ],
    [
      'a kind that has no use',
      refersTo('apps/v1', 'StatefulSet'),
      { state: 'unusable', message: 'workload of type apps/StatefulSet is not supported' },
    ],
    [
      'a version that is not served',
      refersTo('apps/v1beta1', 'Deployment'),
      { state: 'unusable', message: 'the server could not find the requested resource' },
    ],
  ])('says what is wrong with %s', async (_, subject, expected) => {
    const { resolver } = await resolving(watched(), failure(404, 'NotFound'))
    expect(await resolver.resolve(subject)).toEqual(expected)
  })

  test('fails when the API server cannot be asked: that may go away by itself', async () => {
    const { resolver } = await resolving(failure(500, 'InternalError'), failure(500, 'InternalError'))
    await expect(resolver.resolve(toDeployment)).rejects.toMatchObject({ code: 500 })
  })
})

test('the generation is announced while the annotation says another one', async () => {
  const { resolver, synced } = await resolving(watched(added(deployment(7))), json(deployment(7)))
  await resolver.resolve(toDeployment)
  await synced()
  const annotated = (generation: string) => ({
    ...toDeployment,
    metadata: { ...toDeployment.metadata, annotations: { 'rollout.argoproj.io/workload-generation': generation } },
  })
  expect(generationToAnnounce(toDeployment, resolver)).toBe('7')
  expect(generationToAnnounce(annotated('6'), resolver)).toBe('7')
  expect(generationToAnnounce(annotated('7'), resolver)).toBeUndefined()
  expect(generationToAnnounce(rollout(), resolver)).toBeUndefined()
})
