import { describe, expect, test } from 'vitest'
import { SOMEBODY } from '../../cluster/target.ts'
import { openKube } from './client.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const rbac = `/apis/rbac.authorization.k8s.io/v1`
const as = (method: string, path: string, body?: unknown) => kube.send(method, path, { headers: SOMEBODY, body })
const grant = async (name: string, rules: object[], cluster = false) => {
  const base = cluster ? rbac : `${rbac}/namespaces/${ns}`
  const kind = cluster ? 'ClusterRole' : 'Role'
  const subjects = [{ kind: 'User', name: 'somebody', apiGroup: 'rbac.authorization.k8s.io' }]
  await kube.create(`${base}/${kind.toLowerCase()}s`, { metadata: { name }, rules })
  await kube.create(`${base}/${kind.toLowerCase()}bindings`, {
    metadata: { name },
    subjects,
    roleRef: { kind, name, apiGroup: 'rbac.authorization.k8s.io' },
  })
  kube.atEnd(() => kube.send('DELETE', `${base}/${kind.toLowerCase()}bindings/${name}`))
  kube.atEnd(() => kube.send('DELETE', `${base}/${kind.toLowerCase()}s/${name}`))
}
const allowed = (method: string, path: string) =>
  expect.poll(async () => (await as(method, path)).status, { timeout: 10_000 }).not.toBe(403)

describe('who has no right', () => {
  test('is Forbidden, with what was tried', async () => {
    const { status, body } = await as('GET', configMaps)
    expect([status, body.reason]).toEqual([403, 'Forbidden'])
    expect(body.message).toBe(
      `configmaps is forbidden: User "somebody" cannot list resource "configmaps" in API group "" in the namespace "${ns}"`,
    )
  })

  test('of a named object and of a group', async () => {
    const { body } = await as('GET', `/apis/apps/v1/namespaces/${ns}/deployments/d`)
    expect(body.message).toBe(
      `deployments.apps "d" is forbidden: User "somebody" cannot get resource "deployments" in API group "apps" in the namespace "${ns}"`,
    )
    expect(body.details).toEqual({ name: 'd', group: 'apps', kind: 'deployments' })
  })

  test('at the scope of the cluster', async () => {
    const { body } = await as('GET', '/api/v1/nodes')
    expect(body.message).toBe(
      'nodes is forbidden: User "somebody" cannot list resource "nodes" in API group "" at the cluster scope',
    )
  })

  test('may still ask what the server serves', async () => {
    for (const path of ['/version', '/api', '/apis', '/healthz', '/openapi/v3'])
      expect((await as('GET', path)).status).toBe(200)
  })
})

describe('a grant', () => {
  test('of verbs on a resource in a namespace', async () => {
    await grant('reader', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }])
    await allowed('GET', configMaps)
    expect((await as('POST', configMaps, { metadata: { name: 'x' } })).status).toBe(403)
    expect((await as('GET', '/api/v1/namespaces/default/configmaps')).status).toBe(403)
    expect((await as('GET', `${configMaps}?watch=true`)).status).toBe(403)
  })

  test('of a subresource is not one of the resource, and names narrow it', async () => {
    const rules = [
      { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'], verbs: ['get'] },
    ]
    await grant('narrow', rules)
    await allowed('GET', `/apis/apps/v1/namespaces/${ns}/deployments/d/scale`)
    expect((await as('GET', `/apis/apps/v1/namespaces/${ns}/deployments/d`)).status).toBe(403)
    expect((await as('GET', `/api/v1/namespaces/${ns}/secrets/mine`)).status).toBe(404)
    expect((await as('GET', `/api/v1/namespaces/${ns}/secrets/other`)).status).toBe(403)
  })

  test('by a ClusterRole holds everywhere', async () => {
    await grant(`everywhere-${ns}`, [{ apiGroups: ['*'], resources: ['services'], verbs: ['*'] }], true)
    await allowed('GET', '/api/v1/services')
    expect((await as('GET', `/api/v1/namespaces/${ns}/services/x`)).status).toBe(404)
  })
})

describe('nobody hands out', () => {
  test('rights that he does not have', async () => {
    await grant('granter', [
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['get', 'list', 'create'] },
    ])
    const roles = `${rbac}/namespaces/${ns}/roles`
    await allowed('GET', roles)
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]
    const { status, body } = await as('POST', roles, { metadata: { name: 'more' }, rules })
    expect(status).toBe(403)
    expect(body.message).toMatch(
      /user "somebody" \(groups=\["somebodies" "system:authenticated"\]\) is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["pods"\], Verbs:\["get"\]\}$/,
    )
  })
})

describe('access reviews', () => {
  const review = (verb: string, resource: string, namespace = ns) => ({
    spec: { resourceAttributes: { verb, resource, namespace } },
  })
  const reviews = '/apis/authorization.k8s.io/v1'

  test('say what the asker may', async () => {
    const { body } = await as('POST', `${reviews}/selfsubjectaccessreviews`, review('delete', 'nodes'))
    expect(body).toMatchObject({ kind: 'SelfSubjectAccessReview', status: { allowed: false } })
    const admin = await kube.create(`${reviews}/selfsubjectaccessreviews`, review('delete', 'nodes'))
    expect(admin.status.allowed).toBe(true)
  })

  test('say what another may', async () => {
    await grant('reviewed', [{ apiGroups: [''], resources: ['endpoints'], verbs: ['get'] }])
    await allowed('GET', `/api/v1/namespaces/${ns}/endpoints/x`)
    const body = { spec: { ...review('get', 'endpoints').spec, user: 'somebody' } }
    const { status } = await kube.create(`${reviews}/subjectaccessreviews`, body)
    expect(status.allowed).toBe(true)
    expect(status.reason).toBe(`RBAC: allowed by RoleBinding "reviewed/${ns}" of Role "reviewed" to User "somebody"`)
  })

  test('list the rules of the asker', async () => {
    const body = { spec: { namespace: ns } }
    const { status } = await kube.create(`${reviews}/selfsubjectrulesreviews`, body)
    expect(status.resourceRules).toContainEqual({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })
  })

  test('of a token say whose it is', async () => {
    const path = '/apis/authentication.k8s.io/v1/tokenreviews'
    const { status } = await kube.create(path, { spec: { token: kube.target.token } })
    expect(status.authenticated).toBe(true)
    expect(status.user.groups).toContain('system:authenticated')
    const unknown = await kube.create(path, { spec: { token: 'unknown' } })
    expect(unknown.status.authenticated ?? false).toBe(false)
  })
})
