import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'

const kube = await openKube()
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const aggregated = (path: string) => kube.send('GET', path, { headers: { accept: `${AGGREGATED},application/json` } })

describe('who the server is', () => {
  test('/version names a 1.x release', async () => {
    const version = await kube.get('/version')
    expect(version.major).toBe('1')
    expect(version.gitVersion).toMatch(/^v1\.\d+\.\d+/)
    expect(version).toMatchObject({ compiler: expect.any(String), platform: expect.any(String) })
  })

  test.each(['/healthz', '/livez', '/readyz'])('%s answers ok', async path => {
    const { status, body, headers } = await kube.send('GET', path)
    expect([status, body]).toEqual([200, 'ok'])
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  })
})

describe('plain discovery', () => {
  test('/api names the versions of the core group', async () => {
    expect(await kube.get('/api')).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
  })

  test('/apis lists groups with their preferred version', async () => {
    const { kind, groups } = await kube.get('/apis')
    expect(kind).toBe('APIGroupList')
    const apps = groups.find((group: Json) => group.name === 'apps')
    expect(apps).toEqual({
      name: 'apps',
      versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    })
  })

  test('a group answers for itself', async () => {
    expect(await kube.get('/apis/apps')).toMatchObject({ kind: 'APIGroup', apiVersion: 'v1', name: 'apps' })
  })

  test.each([
    [
      '/api/v1',
      'pods',
      { kind: 'Pod', namespaced: true, singularName: 'pod', shortNames: ['po'], categories: ['all'] },
    ],
    ['/api/v1', 'pods/status', { kind: 'Pod', namespaced: true }],
    ['/api/v1', 'pods/eviction', { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] }],
    ['/api/v1', 'namespaces', { kind: 'Namespace', namespaced: false, shortNames: ['ns'] }],
    ['/api/v1', 'services', { kind: 'Service', shortNames: ['svc'] }],
    ['/api/v1', 'configmaps', { kind: 'ConfigMap', shortNames: ['cm'] }],
    ['/apis/apps/v1', 'deployments', { kind: 'Deployment', shortNames: ['deploy'], categories: ['all'] }],
    ['/apis/apps/v1', 'deployments/scale', { kind: 'Scale', group: 'autoscaling', version: 'v1' }],
    ['/apis/apps/v1', 'replicasets', { kind: 'ReplicaSet', shortNames: ['rs'] }],
    ['/apis/batch/v1', 'jobs', { kind: 'Job', categories: ['all'] }],
    ['/apis/autoscaling/v2', 'horizontalpodautoscalers', { kind: 'HorizontalPodAutoscaler', shortNames: ['hpa'] }],
    ['/apis/policy/v1', 'poddisruptionbudgets', { kind: 'PodDisruptionBudget', shortNames: ['pdb'] }],
    ['/apis/networking.k8s.io/v1', 'ingresses', { kind: 'Ingress', shortNames: ['ing'] }],
    ['/apis/coordination.k8s.io/v1', 'leases', { kind: 'Lease' }],
    ['/apis/discovery.k8s.io/v1', 'endpointslices', { kind: 'EndpointSlice' }],
    ['/apis/events.k8s.io/v1', 'events', { kind: 'Event' }],
    ['/apis/rbac.authorization.k8s.io/v1', 'clusterroles', { kind: 'ClusterRole', namespaced: false }],
    [
      '/apis/authorization.k8s.io/v1',
      'selfsubjectaccessreviews',
      { kind: 'SelfSubjectAccessReview', verbs: ['create'] },
    ],
    ['/apis/authentication.k8s.io/v1', 'tokenreviews', { kind: 'TokenReview', verbs: ['create'] }],
    ['/apis/apiextensions.k8s.io/v1', 'customresourcedefinitions', { namespaced: false, shortNames: ['crd', 'crds'] }],
  ])('%s serves %s', async (path, name, row) => {
    const list = await kube.get(path)
    expect(list.kind).toBe('APIResourceList')
    expect(list.resources.find((resource: Json) => resource.name === name)).toMatchObject(row)
  })

  test('the verbs of a stored kind', async () => {
    const { resources } = await kube.get('/apis/apps/v1')
    const { verbs } = resources.find((resource: Json) => resource.name === 'replicasets')
    expect(verbs).toEqual(['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'])
  })

  test('an unknown group or version is a 404', async () => {
    expect((await kube.send('GET', '/apis/nothing.example.com/v1')).status).toBe(404)
    expect((await kube.send('GET', '/apis/apps/v9')).status).toBe(404)
    expect((await kube.send('POST', '/apis/nothing.example.com/v1/namespaces/default/things', {})).status).toBe(404)
    const unknown = await kube.send('POST', '/apis/apps/v9/namespaces/default/deployments', {})
    expect(unknown.body).toMatchObject({ code: 404, message: 'the server could not find the requested resource' })
  })
})

describe('aggregated discovery', () => {
  test('/apis tells groups, versions and resources in one answer, of the asked type', async () => {
    const { headers, body } = await aggregated('/apis')
    expect(headers['content-type']).toBe(AGGREGATED)
    expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' })
    const apps = body.items.find((item: Json) => item.metadata.name === 'apps')
    const [v1] = apps.versions
    expect(v1).toMatchObject({ version: 'v1', freshness: 'Current' })
    const deployments = v1.resources.find((row: Json) => row.resource === 'deployments')
    expect(deployments).toMatchObject({
      responseKind: { kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
      shortNames: ['deploy'],
      categories: ['all'],
    })
    expect(deployments.subresources.map((row: Json) => row.subresource).sort()).toEqual(['scale', 'status'])
  })

  test('/api tells the core group, whose name is empty', async () => {
    const { body } = await aggregated('/api')
    const [core] = body.items
    expect(core.metadata?.name ?? '').toBe('')
    expect(core.versions[0].resources.map((row: Json) => row.resource)).toContain('pods')
  })
})
