import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { Kubectl } from '../../cluster/kubectl.ts'
import { openKube } from './client.ts'
import { deployment, podTemplate, replicaSet } from './manifests.ts'
import { makeReady, podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const kubectl = new Kubectl(kube.target.kubeconfig, ns)
afterAll(() => kubectl.close())

const configMap = (name: string, data: object = { a: '1' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
})
const apply = (object: object, ...more: string[]) => kubectl.run('apply', '-f', kubectl.file(object), ...more)
const value = (object: string, path: string) => kubectl.run('get', object, '-o', `jsonpath={${path}}`)
const gone = async (path: string) => (await kube.send('GET', path)).status === 404
const replicaSets = `/apis/apps/v1/namespaces/${ns}/replicasets`

describe('kubectl get', () => {
  test('shows the columns of the server, one object or many', async () => {
    await apply(deployment('shown', 0))
    expect(await kubectl.run('get', 'deploy')).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nshown +0\/0 +0 +0 +/)
    expect(await kubectl.run('get', 'deploy/shown', '-o', 'name')).toBe('deployment.apps/shown')
  })

  test('by label, by field, of several kinds, and of what is not there', async () => {
    await apply({ ...configMap('labelled'), metadata: { name: 'labelled', labels: { of: 'get' } } })
    expect(await kubectl.run('get', 'cm', '-l', 'of=get', '-o', 'name')).toBe('configmap/labelled')
    expect(await kubectl.run('get', 'cm', '--field-selector', 'metadata.name=labelled', '-o', 'name')).toBe(
      'configmap/labelled',
    )
    expect(await kubectl.run('get', 'cm,deploy', '-l', 'of=get', '-o', 'name')).toBe('configmap/labelled')
    const { code, err } = await kubectl.try(['get', 'cm', 'absent'])
    expect([code, err]).toEqual([1, 'Error from server (NotFound): configmaps "absent" not found\n'])
  })
})

describe('kubectl apply', () => {
  test('creates, sees no change, changes, and takes away what is no longer there', async () => {
    expect(await apply(configMap('applied', { a: '1', b: '2' }))).toBe('configmap/applied created')
    expect(await apply(configMap('applied', { a: '1', b: '2' }))).toBe('configmap/applied unchanged')
    expect(await apply(configMap('applied', { a: '3' }))).toBe('configmap/applied configured')
    expect(JSON.parse(await value('cm/applied', '.data'))).toEqual({ a: '3' })
  })

  test('merges lists of built-in kinds', async () => {
    await apply(deployment('merged', 0))
    const patch = { spec: { template: { spec: { containers: [{ name: 'side', image: 'shop/side:1' }] } } } }
    await kubectl.run('patch', 'deploy/merged', '-p', JSON.stringify(patch))
    await apply(deployment('merged', 0, { template: podTemplate('merged', 'shop/web:2') }))
    expect(await value('deploy/merged', '.spec.template.spec.containers[*].image')).toMatch(
      /^(shop\/web:2 shop\/side:1|shop\/side:1 shop\/web:2)$/,
    )
  })

  test('refuses a field that nobody knows', async () => {
    const { code, err } = await kubectl.try(['apply', '-f', kubectl.file(deployment('misspelt', 0, { replicaz: 3 }))])
    expect(code).toBe(1)
    expect(err).toMatch(/strict decoding error: unknown field "spec\.replicaz"/)
  })

  test('server-side creates, changes and conflicts', async () => {
    expect(await apply(configMap('server-side'), '--server-side')).toBe('configmap/server-side serverside-applied')
    const other = kubectl.file(configMap('server-side', { a: '2' }))
    const { code, err } = await kubectl.try(['apply', '--server-side', '--field-manager=other', '-f', other])
    expect(code).toBe(1)
    expect(err).toMatch(/Apply failed with 1 conflict: conflict with "kubectl": \.data\.a/)
    await kubectl.run('apply', '--server-side', '--field-manager=other', '--force-conflicts', '-f', other)
    expect(await value('cm/server-side', '.data.a')).toBe('2')
  })

  test('--dry-run=server stores nothing', async () => {
    expect(await apply(configMap('dry'), '--dry-run=server')).toBe('configmap/dry created (server dry run)')
    expect(await gone(`/api/v1/namespaces/${ns}/configmaps/dry`)).toBe(true)
  })
})

test('kubectl diff shows what an apply would change, and changes nothing', async () => {
  await apply(configMap('differs'))
  expect((await kubectl.try(['diff', '-f', kubectl.file(configMap('differs'))])).code).toBe(0)
  const { code, out } = await kubectl.try(['diff', '-f', kubectl.file(configMap('differs', { a: '9' }))])
  expect(code).toBe(1)
  expect(out).toMatch(/^- {2}a: "1"\n\+ {2}a: "9"$/m)
  expect(await value('cm/differs', '.data.a')).toBe('1')
})

test('kubectl edit sends what the editor leaves', async () => {
  await apply(configMap('edited'))
  const editor = kubectl.file('')
  writeFileSync(editor, '#!/bin/sh\nsed -i \'s/a: "1"/a: "7"/\' "$1"\n', { mode: 0o700 })
  const { code, out } = await kubectl.try(['edit', 'cm/edited'], { KUBE_EDITOR: `sh ${editor}` })
  expect([code, out]).toEqual([0, 'configmap/edited edited\n'])
  expect(await value('cm/edited', '.data.a')).toBe('7')
})

describe('kubectl changes', () => {
  test('scale, with a precondition too', async () => {
    await apply(replicaSet('scaled', 0))
    expect(await kubectl.run('scale', 'rs/scaled', '--replicas=2')).toBe('replicaset.apps/scaled scaled')
    expect(await value('rs/scaled', '.spec.replicas')).toBe('2')
    const { code } = await kubectl.try(['scale', 'rs/scaled', '--current-replicas=5', '--replicas=1'])
    expect(code).toBe(1)
  })

  test('label and annotate, and take it back', async () => {
    await apply(configMap('marked'))
    expect(await kubectl.run('label', 'cm/marked', 'x=y')).toBe('configmap/marked labeled')
    expect(await kubectl.run('annotate', 'cm/marked', 'example.com/a=b')).toBe('configmap/marked annotated')
    expect(await value('cm/marked', '.metadata.labels.x')).toBe('y')
    expect((await kubectl.try(['label', 'cm/marked', 'x=z'])).code).toBe(1)
    await kubectl.run('label', 'cm/marked', 'x-')
    expect(await value('cm/marked', '.metadata.labels.x')).toBe('')
  })

  test.each([
    ['strategic', '{"data":{"a":"s"}}', 's'],
    ['merge', '{"data":{"a":"m"}}', 'm'],
    ['json', '[{"op":"replace","path":"/data/a","value":"j"}]', 'j'],
  ])('patch --type %s', async (type, patch, result) => {
    await apply(configMap(`patched-${type}`))
    expect(await kubectl.run('patch', `cm/patched-${type}`, '--type', type, '-p', patch)).toBe(
      `configmap/patched-${type} patched`,
    )
    expect(await value(`cm/patched-${type}`, '.data.a')).toBe(result)
  })

  test('patch --subresource status', async () => {
    await kube.create(`/api/v1/namespaces/${ns}/pods`, { metadata: { name: 'stated' }, spec: podTemplate('x').spec })
    await kubectl.run(
      'patch',
      'pod/stated',
      '--subresource=status',
      '--type=merge',
      '-p',
      '{"status":{"message":"hi"}}',
    )
    expect(await value('pod/stated', '.status.message')).toBe('hi')
  })
})

describe('kubectl rollout of a Deployment', () => {
  const ready = (name: string, count: number) =>
    until(async () => {
      for (const pod of await podsOf(kube, ns, `app=${name}`, count)) await makeReady(kube, pod)
      return (
        (await value(`deploy/${name}`, '.status.updatedReplicas} {.status.availableReplicas')) === `${count} ${count}`
      )
    }, `${name} to be ready`)

  test('status waits until it is done', async () => {
    await apply(deployment('awaited', 1))
    const waiting = kubectl.run('rollout', 'status', 'deploy/awaited', '--timeout=50s')
    await ready('awaited', 1)
    expect(await waiting).toMatch(/deployment "awaited" successfully rolled out$/)
  })

  test('history, undo, pause and resume', async () => {
    await apply(deployment('undone', 0))
    await kubectl.run('set', 'image', 'deploy/undone', 'web=shop/web:2')
    await until(async () => (await value('deploy/undone', '.metadata.annotations')).includes('"2"'), 'revision 2')
    expect(await kubectl.run('rollout', 'history', 'deploy/undone')).toMatch(
      /REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>$/,
    )
    expect(await kubectl.run('rollout', 'undo', 'deploy/undone')).toBe('deployment.apps/undone rolled back')
    expect(await value('deploy/undone', '.spec.template.spec.containers[0].image')).toBe('shop/web:1')
    expect(await kubectl.run('rollout', 'pause', 'deploy/undone')).toBe('deployment.apps/undone paused')
    expect(await value('deploy/undone', '.spec.paused')).toBe('true')
    expect(await kubectl.run('rollout', 'resume', 'deploy/undone')).toBe('deployment.apps/undone resumed')
  })

  test('restart changes the template', async () => {
    await apply(deployment('restarted', 0))
    await kubectl.run('rollout', 'restart', 'deploy/restarted')
    expect(await value('deploy/restarted', '.spec.template.metadata.annotations')).toMatch(
      /kubectl\.kubernetes\.io\/restartedAt/,
    )
  })
})

test('kubectl wait ends when the condition holds', async () => {
  await kube.create(`/api/v1/namespaces/${ns}/pods`, { metadata: { name: 'waited' }, spec: podTemplate('x').spec })
  const waiting = kubectl.run('wait', 'pod/waited', '--for=condition=Ready', '--timeout=50s')
  await makeReady(kube, await kube.get(`/api/v1/namespaces/${ns}/pods/waited`))
  expect(await waiting).toBe('pod/waited condition met')
  const deleted = kubectl.run('wait', 'pod/waited', '--for=delete', '--timeout=50s')
  await kube.delete(`/api/v1/namespaces/${ns}/pods/waited`, { gracePeriodSeconds: 0 })
  expect(await deleted).toMatch(/condition met$|^$/)
})

test('kubectl explain tells fields and their types', async () => {
  const text = await kubectl.run('explain', 'deployment.spec.strategy')
  expect(text).toMatch(/^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: strategy <DeploymentStrategy>/)
  expect(text).toMatch(/rollingUpdate\t<RollingUpdateDeployment>/)
})

describe('kubectl delete', () => {
  test.each([
    ['background', 0],
    ['foreground', 0],
    ['orphan', 1],
  ])('--cascade=%s leaves %d pods', async (cascade, left) => {
    const name = `deleted-${cascade}`
    await apply(replicaSet(name, 1))
    await podsOf(kube, ns, `app=${name}`, 1)
    expect(await kubectl.run('delete', `rs/${name}`, `--cascade=${cascade}`)).toBe(`replicaset.apps "${name}" deleted`)
    expect(await gone(`${replicaSets}/${name}`)).toBe(true)
    await podsOf(kube, ns, `app=${name}`, left)
  })

  test('waits for finalizers', async () => {
    await apply({ ...configMap('held'), metadata: { name: 'held', finalizers: ['example.com/hold'] } })
    const deleting = kubectl.run('delete', 'cm/held')
    const path = `/api/v1/namespaces/${ns}/configmaps/held`
    await until(async () => (await kube.get(path)).metadata.deletionTimestamp, 'the deletion')
    await kube.merge(path, { metadata: { finalizers: null } })
    expect(await deleting).toMatch(/^configmap "held" deleted/)
  })
})

describe('kubectl create and others', () => {
  // These bodies are protobuf since kubectl 1.32: a server that reads none says what to do instead.
  if (kube.target.capabilities.protobufBodies) {
    test('create configmap, secret, deployment and run', async () => {
      expect(await kubectl.run('create', 'configmap', 'made', '--from-literal=a=b')).toBe('configmap/made created')
      expect(await kubectl.run('create', 'secret', 'generic', 'made', '--from-literal=a=b')).toBe('secret/made created')
      expect(await kubectl.run('create', 'deployment', 'made', '--image=shop/web:1', '--replicas=0')).toBe(
        'deployment.apps/made created',
      )
      expect(await kubectl.run('expose', 'deployment/made', '--port=80')).toBe('service/made exposed')
      expect(await value('svc/made', '.spec.selector.app')).toBe('made')
    })

    test('auth can-i', async () => {
      expect(await kubectl.run('auth', 'can-i', 'create', 'deployments')).toBe('yes')
      const { out } = await kubectl.try(['auth', 'can-i', 'create', 'deployments', '--as=somebody'])
      expect(out).toBe('no\n')
    })
  } else {
    test('where protobuf is not read they say what works', async () => {
      const { code, err } = await kubectl.try(['create', 'configmap', 'made', '--from-literal=a=b'])
      // Older ones send JSON.
      expect(code === 0 ? 'created' : err).toMatch(
        /^created$|accepted media types include: application\/json.*kubectl apply/,
      )
    })
  }

  test('describe shows events', async () => {
    await apply(replicaSet('described', 1))
    await until(async () => (await kubectl.run('describe', 'rs/described')).includes('SuccessfulCreate'), 'the event')
  })

  test('api-resources names kinds and short names', async () => {
    expect(await kubectl.run('api-resources', '--api-group=apps')).toMatch(
      /^deployments +deploy +apps\/v1 +true +Deployment$/m,
    )
  })
})
