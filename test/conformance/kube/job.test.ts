import { expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { podsOf, until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const jobs = `/apis/batch/v1/namespaces/${ns}/jobs`
const job = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'shop/tool:1' }] } }, ...spec },
})
const finish = async (pod: Json, phase: 'Succeeded' | 'Failed') => {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const terminated = { exitCode: phase === 'Failed' ? 1 : 0, startedAt: now, finishedAt: now }
  const containerStatuses = [
    { name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } },
  ]
  await kube.merge(`/api/v1/namespaces/${ns}/pods/${pod.metadata.name}/status`, {
    status: { phase, startTime: now, containerStatuses },
  })
}
const condition = (name: string, type: string) =>
  until(async () => {
    const { status } = await kube.get(`${jobs}/${name}`)
    return status.conditions?.some((c: Json) => c.type === type && c.status === 'True') && status
  }, `${name} to be ${type}`)

test('runs a pod and is complete when it succeeds', async () => {
  await kube.create(jobs, job('works'))
  const [pod] = await podsOf(kube, ns, 'job-name=works', 1)
  expect(pod.metadata.labels).toMatchObject({ 'job-name': 'works', 'batch.kubernetes.io/job-name': 'works' })
  expect(pod.metadata.ownerReferences[0]).toMatchObject({ kind: 'Job', name: 'works', controller: true })
  await until(async () => (await kube.get(`${jobs}/works`)).status.active === 1, 'an active pod')
  await finish(pod, 'Succeeded')
  const status = await condition('works', 'Complete')
  expect(status).toMatchObject({ succeeded: 1, startTime: expect.any(String), completionTime: expect.any(String) })
  expect(status.active ?? 0).toBe(0)
})

test('fails when its pods have failed more often than backoffLimit', async () => {
  await kube.create(jobs, job('breaks', { backoffLimit: 0 }))
  const [pod] = await podsOf(kube, ns, 'job-name=breaks', 1)
  await finish(pod, 'Failed')
  const status = await condition('breaks', 'Failed')
  expect(status.failed).toBe(1)
  const failed = status.conditions.find((c: Json) => c.type === 'Failed')
  expect(failed).toMatchObject({
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  })
})

test('fails at its deadline and takes its pods away', async () => {
  await kube.create(jobs, job('late', { activeDeadlineSeconds: 1 }))
  const { conditions } = await condition('late', 'Failed')
  expect(conditions.find((c: Json) => c.type === 'Failed')).toMatchObject({
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  })
  await podsOf(kube, ns, 'job-name=late', 0)
})

test('runs as many at once as it may until as many have succeeded as it needs', async () => {
  await kube.create(jobs, job('several', { parallelism: 2, completions: 3 }))
  for (const pod of await podsOf(kube, ns, 'job-name=several', 2)) await finish(pod, 'Succeeded')
  const last = await until(async () => {
    const { items } = await kube.get(`/api/v1/namespaces/${ns}/pods?labelSelector=job-name%3Dseveral`)
    return items.find((pod: Json) => pod.status.phase === 'Pending')
  }, 'the third pod')
  await finish(last, 'Succeeded')
  expect((await condition('several', 'Complete')).succeeded).toBe(3)
})

test('suspended it has no pods', async () => {
  await kube.create(jobs, job('rests', { suspend: true }))
  await condition('rests', 'Suspended')
  await kube.merge(`${jobs}/rests`, { spec: { suspend: false } })
  await podsOf(kube, ns, 'job-name=rests', 1)
})
