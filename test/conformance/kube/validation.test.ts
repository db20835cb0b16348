import { describe, expect, test } from 'vitest'
import { type Json, MERGE, openKube } from './client.ts'
import { deployment, pod, podTemplate, replicaSet, service } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`
const services = `/api/v1/namespaces/${ns}/services`
const pods = `/api/v1/namespaces/${ns}/pods`
const refused = async (path: string, body: Json) => {
  const answer = await kube.send('POST', path, { body })
  expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid'])
  return answer.body.message as string
}
const refusedPatch = async (path: string, body: Json) => {
  const answer = await kube.send('PATCH', path, { body, contentType: MERGE })
  expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid'])
  return answer.body.message as string
}

describe('workloads', () => {
  test('the selector has to choose the template', async () => {
    const body = deployment('d', 0, { template: podTemplate('other') })
    expect(await refused(deployments, body)).toBe(
      'Deployment.apps "d" is invalid: spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
    )
  })

  test('the selector is required and may not change', async () => {
    expect(await refused(deployments, deployment('d', 0, { selector: undefined }))).toMatch(
      /spec\.selector: Required value/,
    )
    await kube.create(replicaSets, replicaSet('fixed', 0))
    const body = { spec: { selector: { matchLabels: { app: 'other' } }, template: podTemplate('other') } }
    expect(await refusedPatch(`${replicaSets}/fixed`, body)).toMatch(
      /spec\.selector: Invalid value: .*: field is immutable$/,
    )
  })

  test('an empty selector is refused', async () => {
    expect(await refused(replicaSets, replicaSet('empty', 0, { selector: {} }))).toMatch(
      /spec\.selector: Invalid value: {}: empty selector is invalid for deployment|spec\.selector: (Invalid|Required) value/,
    )
  })

  test('counts may not be negative', async () => {
    expect(await refused(replicaSets, replicaSet('less', -1))).toBe(
      'ReplicaSet.apps "less" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    )
    expect(await refused(deployments, deployment('less', 0, { minReadySeconds: -1 }))).toMatch(
      /spec\.minReadySeconds: Invalid value: -1: must be greater than or equal to 0/,
    )
  })

  test('surge and unavailable may not both be nothing', async () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }
    expect(await refused(deployments, deployment('stuck', 0, { strategy }))).toBe(
      'Deployment.apps "stuck" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
    )
  })

  test('the pods of a workload restart always', async () => {
    const template = { ...podTemplate('once'), spec: { ...podTemplate('once').spec, restartPolicy: 'Never' } }
    expect(await refused(deployments, deployment('once', 0, { template }))).toMatch(
      /spec\.template\.spec\.restartPolicy: Unsupported value: "Never": supported values: "Always"/,
    )
  })

  test('the deadline has to exceed the minimum of readiness', async () => {
    expect(
      await refused(deployments, deployment('late', 0, { minReadySeconds: 10, progressDeadlineSeconds: 10 })),
    ).toMatch(/spec\.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds/)
  })
})

describe('pods', () => {
  const withContainer = (more: object) => ({
    ...pod('p'),
    spec: { containers: [{ name: 'web', image: 'shop/web:1', ...more }] },
  })

  test.each([
    ['no container', { ...pod('p'), spec: { containers: [] } }, /spec\.containers: Required value/],
    ['no image', withContainer({ image: '' }), /spec\.containers\[0\]\.image: Required value/],
    [
      'a bad name',
      withContainer({ name: 'A' }),
      /spec\.containers\[0\]\.name: Invalid value: "A": a lowercase RFC 1123 label must consist of/,
    ],
    [
      'a port out of range',
      withContainer({ ports: [{ containerPort: 70000 }] }),
      /spec\.containers\[0\]\.ports\[0\]\.containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive/,
    ],
    [
      'requests over limits',
      withContainer({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
      /spec\.containers\[0\]\.resources\.requests: Invalid value: "2": must be less than or equal to cpu limit of 1/,
    ],
    [
      'a mount of no volume',
      withContainer({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      /spec\.containers\[0\]\.volumeMounts\[0\]\.name: Not found: "v"/,
    ],
    [
      'two of a name',
      {
        ...pod('p'),
        spec: {
          containers: [
            { name: 'a', image: 'i' },
            { name: 'a', image: 'i' },
          ],
        },
      },
      /spec\.containers\[1\]\.name: Duplicate value: "a"/,
    ],
  ])('%s', async (_, body, message) => {
    expect(await refused(pods, body)).toMatch(message)
  })

  test('a bad quantity is a 400', async () => {
    const { status, body } = await kube.send('POST', pods, {
      body: withContainer({ resources: { limits: { cpu: 'lots' } } }),
    })
    expect(status).toBe(400)
    expect(body.message).toMatch(/quantities must match the regular expression/)
  })

  test('little of a pod may change', async () => {
    await kube.create(pods, pod('settled'))
    expect(await refusedPatch(`${pods}/settled`, { spec: { restartPolicy: 'Never' } })).toMatch(
      /^Pod "settled" is invalid: spec: Forbidden: pod updates may not change fields other than /,
    )
    const spec = { containers: [{ name: 'web', image: 'shop/web:2' }] }
    expect((await kube.merge(`${pods}/settled`, { spec })).spec.containers[0].image).toBe('shop/web:2')
  })
})

describe('services', () => {
  test('need a port, and several need names', async () => {
    expect(await refused(services, { ...service('s'), spec: { ports: [] } })).toMatch(/spec\.ports: Required value/)
    expect(await refused(services, { ...service('s'), spec: { ports: [{ port: 1 }, { port: 2 }] } })).toMatch(
      /spec\.ports\[0\]\.name: Required value/,
    )
    expect(await refused(services, { ...service('s'), spec: { ports: [{ port: 0 }] } })).toMatch(
      /spec\.ports\[0\]\.port: Invalid value: 0: must be between 1 and 65535, inclusive/,
    )
  })

  test('keep their address', async () => {
    await kube.create(services, service('kept'))
    expect(
      await refusedPatch(`${services}/kept`, { spec: { clusterIP: '10.96.7.7', clusterIPs: ['10.96.7.7'] } }),
    ).toMatch(/spec\.clusterIPs?\[?0?\]?: Invalid value: .*: (field is immutable|may not change once set)/)
  })
})

describe('a job', () => {
  const jobs = `/apis/batch/v1/namespaces/${ns}/jobs`
  const job = (restartPolicy?: string) => ({
    metadata: { name: 'j' },
    spec: { suspend: true, template: { spec: { ...podTemplate('j').spec, ...(restartPolicy && { restartPolicy }) } } },
  })

  test('says what becomes of its pods', async () => {
    expect(await refused(jobs, job())).toMatch(
      /spec\.template\.spec\.restartPolicy: Required value: valid values: "OnFailure", "Never"/,
    )
  })

  test('keeps its template', async () => {
    await kube.create(jobs, job('Never'))
    await kube.merge(`${jobs}/j`, { spec: { suspend: false } })
    const template = { spec: { containers: [{ name: 'web', image: 'shop/web:2' }] } }
    expect(await refusedPatch(`${jobs}/j`, { spec: { template } })).toMatch(
      /spec\.template: Invalid value: .*: field is immutable/,
    )
  })
})

test('secrets and config maps that are immutable do not change', async () => {
  const path = `/api/v1/namespaces/${ns}/configmaps`
  await kube.create(path, { metadata: { name: 'still' }, data: { a: '1' }, immutable: true })
  expect(await refusedPatch(`${path}/still`, { data: { a: '2' } })).toMatch(
    /data: Forbidden: field is immutable when `immutable` is set/,
  )
})

test('keys of a config map', async () => {
  const path = `/api/v1/namespaces/${ns}/configmaps`
  expect(await refused(path, { metadata: { name: 'keys' }, data: { 'a/b': '1' } })).toMatch(
    /data\[a\/b\]: Invalid value: "a\/b": a valid config key must consist of alphanumeric characters/,
  )
})
