import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { pod } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const pods = `/api/v1/namespaces/${ns}/pods`
const label = { of: `lists-${ns}` }
for (const [name, color] of [
  ['a', 'red'],
  ['b', 'green'],
  ['c', 'red'],
  ['d', ''],
  ['e', 'blue'],
] as const)
  await kube.create(configMaps, { metadata: { name, labels: { ...label, ...(color && { color }) } } })

const named = (list: Json) => list.items.map((item: Json) => item.metadata.name)
const select = async (selector: string) =>
  named(await kube.get(`${configMaps}?labelSelector=${encodeURIComponent(`of=${label.of},${selector}`)}`))

describe('list', () => {
  test('is of the kind, has the version of the collection, and its items go without kind', async () => {
    const list = await kube.get(configMaps)
    expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' })
    expect(list.metadata.resourceVersion).toMatch(/^\d+$/)
    expect(list.items[0].kind).toBeUndefined()
    expect(list.items[0].apiVersion).toBeUndefined()
  })

  test('is sorted by name', async () => {
    expect(named(await kube.get(configMaps)).filter((name: string) => name.length === 1)).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ])
  })

  test('of a namespace that does not exist is empty', async () => {
    expect((await kube.get('/api/v1/namespaces/nowhere/configmaps')).items).toEqual([])
  })

  test('over all namespaces finds those of ours', async () => {
    const list = await kube.get(`/api/v1/configmaps?labelSelector=of%3D${label.of}`)
    expect(named(list)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})

describe('label selectors', () => {
  test.each([
    ['color=red', ['a', 'c']],
    ['color==red', ['a', 'c']],
    ['color!=red', ['b', 'd', 'e']],
    ['color in (red,blue)', ['a', 'c', 'e']],
    ['color notin (red, blue)', ['b', 'd']],
    ['color', ['a', 'b', 'c', 'e']],
    ['!color', ['d']],
    ['color=red,color=blue', []],
  ])('%s', async (selector, names) => {
    expect(await select(selector)).toEqual(names)
  })

  test('one that cannot be read is a 400', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}?labelSelector=${encodeURIComponent('a in (')}`)
    expect(status).toBe(400)
    expect(body.reason).toBe('BadRequest')
    expect(body.message).toMatch(/^unable to parse requirement: found '', expected: /)
  })
})

describe('field selectors', () => {
  test('metadata.name and metadata.namespace', async () => {
    expect(named(await kube.get(`${configMaps}?fieldSelector=metadata.name%3Db`))).toEqual(['b'])
    const list = await kube.get(`/api/v1/configmaps?fieldSelector=metadata.namespace%3D${ns}%2Cmetadata.name!%3Da`)
    expect(named(list)).not.toContain('a')
    expect(named(list)).toContain('b')
  })

  test('of pods: spec.nodeName and status.phase', async () => {
    await kube.create(pods, { ...pod('bound'), spec: { ...pod('bound').spec, nodeName: 'node-x' } })
    await kube.create(pods, pod('unbound'))
    expect(named(await kube.get(`${pods}?fieldSelector=spec.nodeName%3Dnode-x`))).toEqual(['bound'])
    expect(named(await kube.get(`${pods}?fieldSelector=status.phase%3DRunning`))).toEqual([])
    expect(named(await kube.get(`${pods}?fieldSelector=status.phase%3DPending`))).toEqual(['bound', 'unbound'])
  })

  test('of events: what they are about', async () => {
    const event = (name: string, kind: string) => ({
      metadata: { name },
      involvedObject: { kind, name: 'x', namespace: ns },
      reason: 'Tried',
      type: 'Normal',
    })
    await kube.create(`/api/v1/namespaces/${ns}/events`, event('of-pod', 'Pod'))
    await kube.create(`/api/v1/namespaces/${ns}/events`, event('of-service', 'Service'))
    const path = `/api/v1/namespaces/${ns}/events?fieldSelector=`
    expect(named(await kube.get(`${path}involvedObject.kind%3DPod%2CinvolvedObject.name%3Dx`))).toEqual(['of-pod'])
  })

  test('one that a kind does not know is a 400', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}?fieldSelector=data.a%3Db`)
    expect(status).toBe(400)
    expect(body.message).toBe('"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"')
  })
})

describe('limit and continue', () => {
  test('hand out the collection in pages of one version', async () => {
    const path = `${configMaps}?labelSelector=of%3D${label.of}&limit=2`
    const first = await kube.get(path)
    expect(named(first)).toEqual(['a', 'b'])
    expect(first.metadata.continue).toBeTruthy()
    expect(first.metadata.resourceVersion).toMatch(/^\d+$/)
    const second = await kube.get(`${path}&continue=${encodeURIComponent(first.metadata.continue)}`)
    expect(named(second)).toEqual(['c', 'd'])
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    const last = await kube.get(`${path}&continue=${encodeURIComponent(second.metadata.continue)}`)
    expect(named(last)).toEqual(['e'])
    expect(last.metadata.continue ?? '').toBe('')
  })

  test('say how many remain when nothing was selected', async () => {
    const { metadata, items } = await kube.get(`${configMaps}?limit=1`)
    const all = (await kube.get(configMaps)).items.length
    expect(items.length + metadata.remainingItemCount).toBe(all)
  })

  test('a token that is none is a 400', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}?limit=1&continue=rubbish`)
    expect(status).toBe(400)
    expect(body.message).toMatch(/^invalid continue token: continue key is not valid: /)
  })
})

describe('resourceVersion', () => {
  test('0 is any version, and the newest is the one without', async () => {
    expect(named(await kube.get(`${configMaps}?resourceVersion=0`))).toEqual(expect.any(Array))
    const made = await kube.create(configMaps, { metadata: { name: 'newest' } })
    expect(named(await kube.get(configMaps))).toContain('newest')
    const list = await kube.get(`${configMaps}?resourceVersion=${made.metadata.resourceVersion}`)
    expect(named(list)).toContain('newest')
  })

  test('of the future is a timeout with a cause, not an answer', async () => {
    const { status, body } = await kube.send('GET', `${configMaps}?resourceVersion=999999999`)
    expect(status).toBe(504)
    expect(body.reason).toBe('Timeout')
    expect(body.message).toMatch(/^Timeout: Too large resource version: 999999999, current: \d+$/)
    expect(body.details.causes).toEqual([{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }])
  })

  test('that is no number is a 400', async () => {
    expect((await kube.send('GET', `${configMaps}?resourceVersion=abc`)).status).toBe(400)
  })
})
