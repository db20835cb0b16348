import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { deployment, podTemplate, service } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const core = (plural: string) => `/api/v1/namespaces/${ns}/${plural}`
const apps = (plural: string) => `/apis/apps/v1/namespaces/${ns}/${plural}`

/** What a ReplicaSet's template becomes: identity rules compare exactly this. */
const stored = async (spec: Json): Promise<Json> => {
  const template = { metadata: { labels: { app: 'd' } }, spec }
  const body = {
    metadata: { generateName: 'd-' },
    spec: { replicas: 0, selector: { matchLabels: { app: 'd' } }, template },
  }
  return (await kube.create(apps('replicasets'), body)).spec.template.spec
}
const container = (more: object = {}) => ({ name: 'web', image: 'shop/web:1', ...more })

describe('a pod template', () => {
  test('gets the defaults of a pod', async () => {
    expect(await stored({ containers: [container()] })).toEqual({
      containers: [
        {
          name: 'web',
          image: 'shop/web:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    })
  })

  test.each([
    ['shop/web', 'Always'],
    ['shop/web:latest', 'Always'],
    ['shop/web:1', 'IfNotPresent'],
    ['host:5000/web', 'Always'],
    ['shop/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'IfNotPresent'],
  ])('pulls %s %s', async (image, policy) => {
    const [first] = (await stored({ containers: [container({ image })] })).containers
    expect(first.imagePullPolicy).toBe(policy)
  })

  test('defaults probes and their handlers', async () => {
    const probes = {
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { tcpSocket: { port: 'web' } },
      startupProbe: { grpc: { port: 9 } },
    }
    const [first] = (await stored({ containers: [container(probes)] })).containers
    const timing = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
    expect(first.livenessProbe).toEqual({ httpGet: { path: '/', port: 80, scheme: 'HTTP' }, ...timing })
    expect(first.readinessProbe).toEqual({ tcpSocket: { port: 'web' }, ...timing })
    expect(first.startupProbe).toEqual({ grpc: { port: 9, service: '' }, ...timing })
  })

  test('defaults ports, environment and lifecycle', async () => {
    const more = {
      ports: [{ containerPort: 80 }],
      env: [{ name: 'A' }, { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      lifecycle: { preStop: { httpGet: { port: 80 } } },
    }
    const [first] = (await stored({ containers: [container(more)] })).containers
    expect(first.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }])
    expect(first.env[1].valueFrom.fieldRef).toEqual({ apiVersion: 'v1', fieldPath: 'metadata.name' })
    expect(first.env[0]).toEqual({ name: 'A' })
    expect(first.lifecycle.preStop.httpGet).toEqual({ path: '/', port: 80, scheme: 'HTTP' })
  })

  test('has its quantities written in canonical form, and no requests made of limits', async () => {
    const resources = { limits: { cpu: '2000m', memory: '1024Mi' }, requests: { cpu: 0.25 } }
    const [first] = (await stored({ containers: [container({ resources })] })).containers
    expect(first.resources).toEqual({ limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '250m' } })
  })

  test('defaults the modes of volumes', async () => {
    const volumes = [
      { name: 's', secret: { secretName: 's' } },
      { name: 'c', configMap: { name: 'c' } },
      { name: 'd', downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      { name: 'h', hostPath: { path: '/x' } },
      { name: 'n' },
    ]
    const spec = await stored({ containers: [container()], volumes })
    expect(spec.volumes).toEqual([
      { name: 's', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'c', configMap: { name: 'c', defaultMode: 420 } },
      {
        name: 'd',
        downwardAPI: {
          items: [{ path: 'l', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } }],
          defaultMode: 420,
        },
      },
      {
        name: 'p',
        projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3600, path: 't' } }], defaultMode: 420 },
      },
      { name: 'h', hostPath: { path: '/x', type: '' } },
      { name: 'n', emptyDir: {} },
    ])
  })

  test('init containers get what containers get', async () => {
    const spec = await stored({ containers: [container()], initContainers: [container({ name: 'init' })] })
    expect(spec.initContainers[0]).toMatchObject({
      terminationMessagePath: '/dev/termination-log',
      imagePullPolicy: 'IfNotPresent',
    })
  })

  test('a service account is told by both names', async () => {
    const spec = await stored({ containers: [container()], serviceAccountName: 'robot' })
    expect([spec.serviceAccountName, spec.serviceAccount]).toEqual(['robot', 'robot'])
  })
})

test('a Pod has a status and no node', async () => {
  const made = await kube.create(core('pods'), { metadata: { name: 'p' }, ...{ spec: podTemplate('p').spec } })
  expect(made.status).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort' })
  expect(made.spec).toMatchObject({ enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', priority: 0 })
  expect(made.spec.nodeName).toBeUndefined()
})

test('a Pod asks for its limits where it asks for nothing', async () => {
  const containers = [container({ resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '0.5' } } })]
  const made = await kube.create(core('pods'), { metadata: { name: 'limited' }, spec: { containers } })
  expect(made.spec.containers[0].resources.requests).toEqual({ cpu: '500m', memory: '1Gi' })
  expect(made.status.qosClass).toBe('Burstable')
})

test('a Deployment', async () => {
  const { spec } = await kube.create(apps('deployments'), {
    ...deployment('d', 0),
    spec: { ...deployment('d', 0).spec, replicas: undefined, paused: true },
  })
  expect(spec).toMatchObject({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
  })
})

test('a ReplicaSet', async () => {
  const body = {
    metadata: { name: 'r' },
    spec: { selector: { matchLabels: { app: 'r' } }, template: podTemplate('r') },
  }
  const made = await kube.create(apps('replicasets'), body)
  expect(made.spec.replicas).toBe(1)
  expect(made.metadata.labels).toBeUndefined()
  expect(made.status).toEqual({ replicas: 0 })
})

test('a Service', async () => {
  const { spec, status } = await kube.create(core('services'), service('s'))
  expect(spec).toMatchObject({
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ipFamilyPolicy: 'SingleStack',
    ipFamilies: ['IPv4'],
    ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
  })
  expect(spec.clusterIP).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
  expect(spec.clusterIPs).toEqual([spec.clusterIP])
  expect(status).toEqual({ loadBalancer: {} })
})

test('a headless Service keeps None, and each other one has an address of its own', async () => {
  const headless = await kube.create(core('services'), {
    ...service('none'),
    spec: { clusterIP: 'None', ports: [{ port: 1 }] },
  })
  expect(headless.spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] })
  const two = await Promise.all(['s1', 's2'].map(name => kube.create(core('services'), service(name))))
  expect(two[0].spec.clusterIP).not.toBe(two[1].spec.clusterIP)
})

test('a NodePort Service gets a port of each node', async () => {
  const { spec } = await kube.create(core('services'), {
    ...service('np'),
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  })
  expect(spec.ports[0].nodePort).toBeGreaterThanOrEqual(30000)
  expect(spec.externalTrafficPolicy).toBe('Cluster')
})

test('a Job', async () => {
  const template = { spec: { restartPolicy: 'Never', containers: [container()] } }
  const body = { metadata: { name: 'j' }, spec: { suspend: true, template } }
  const made = await kube.create(`/apis/batch/v1/namespaces/${ns}/jobs`, body)
  expect(made.spec).toMatchObject({
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    manualSelector: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  })
  const uid = made.metadata.uid
  expect(made.spec.selector.matchLabels).toEqual({ 'batch.kubernetes.io/controller-uid': uid })
  expect(made.spec.template.metadata.labels).toEqual({
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': 'j',
    'controller-uid': uid,
    'job-name': 'j',
  })
})

test('a Secret encodes stringData and is Opaque', async () => {
  const made = await kube.create(core('secrets'), { metadata: { name: 's' }, stringData: { a: 'b' } })
  expect([made.type, made.data, made.stringData]).toEqual(['Opaque', { a: 'Yg==' }, undefined])
})

test('a Namespace carries its name as a label and is Active', async () => {
  const made = await kube.get(`/api/v1/namespaces/${ns}`)
  expect(made.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': ns })
  expect(made.status.phase).toBe('Active')
  expect(made.spec.finalizers).toEqual(['kubernetes'])
})
