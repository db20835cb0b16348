import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { deployment, pod, replicaSet, service } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
const table = async (path: string): Promise<Json> => (await kube.send('GET', path, { headers: { accept } })).body
const columns = (answer: Json) =>
  answer.columnDefinitions.filter((c: Json) => c.priority === 0).map((c: Json) => c.name)
const path = (group: string, plural: string, name = '') => `/${group}/namespaces/${ns}/${plural}${name && `/${name}`}`
const cells = async (group: string, plural: string, name: string) => {
  const answer = await table(path(group, plural, name))
  const shown = answer.columnDefinitions.map((c: Json, n: number) => [c.name, c.priority, answer.rows[0].cells[n]])
  return Object.fromEntries(
    shown.filter(([, priority]: Json) => priority === 0).map(([title, , cell]: Json) => [title, cell]),
  )
}

await kube.create(path('apis/apps/v1', 'deployments'), deployment('shown', 0))
await kube.create(path('apis/apps/v1', 'replicasets'), replicaSet('shown-rs', 0))
await kube.create(path('api/v1', 'services'), service('shown'))
await kube.create(path('api/v1', 'pods'), pod('shown'))
await kube.create(path('api/v1', 'configmaps'), { metadata: { name: 'shown' }, data: { a: '1', b: '2' } })

describe('a Table', () => {
  test('of a list has columns, rows, and each row its metadata', async () => {
    const answer = await table(path('api/v1', 'configmaps'))
    expect(answer).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' })
    expect(columns(answer)).toEqual(['Name', 'Data', 'Age'])
    expect(answer.columnDefinitions[0]).toMatchObject({ name: 'Name', type: 'string', format: 'name', priority: 0 })
    const [row] = answer.rows.filter((row: Json) => row.object.metadata.name === 'shown')
    expect(row.cells.slice(0, 2)).toEqual(['shown', 2])
    expect(row.object).toMatchObject({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' })
  })

  test('with includeObject=None its rows have no object', async () => {
    const answer = await table(`${path('api/v1', 'configmaps')}?includeObject=None`)
    expect(answer.rows[0].object ?? null).toBeNull()
  })

  test.each([
    ['apis/apps/v1', 'deployments', 'shown', { Name: 'shown', Ready: '0/0', 'Up-to-date': 0, Available: 0 }],
    ['apis/apps/v1', 'replicasets', 'shown-rs', { Name: 'shown-rs', Desired: 0, Current: 0, Ready: 0 }],
    ['api/v1', 'pods', 'shown', { Name: 'shown', Ready: '0/1', Status: 'Pending', Restarts: '0' }],
    ['api/v1', 'services', 'shown', { Name: 'shown', Type: 'ClusterIP', 'External-IP': '<none>', 'Port(s)': '80/TCP' }],
  ])('%s %s shows what kubectl get shows', async (group, plural, name, row) => {
    expect(await cells(group, plural, name)).toMatchObject(row)
  })

  test('in a watch tells the columns once', async () => {
    const watch = await kube.watch(`${path('api/v1', 'configmaps')}?watch=true&fieldSelector=metadata.name%3Dshown`, {
      accept,
    })
    const first = await watch.next()
    expect(first!.object).toMatchObject({ kind: 'Table', rows: [{ cells: ['shown', 2, expect.anything()] }] })
    expect(first!.object.columnDefinitions).toHaveLength(3)
    await kube.merge(path('api/v1', 'configmaps', 'shown'), { data: { c: '3' } })
    const second = await watch.next()
    expect(second!.object.rows[0].cells[1]).toBe(3)
    expect(second!.object.columnDefinitions ?? []).toEqual([])
  })

  test('PartialObjectMetadata may be asked for instead', async () => {
    const only = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'
    const { body } = await kube.send('GET', path('api/v1', 'configmaps'), { headers: { accept: only } })
    expect(body.kind).toBe('PartialObjectMetadataList')
    expect(body.items[0].data).toBeUndefined()
  })
})
