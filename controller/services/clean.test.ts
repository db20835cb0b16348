import { afterEach, expect, test } from 'vitest'
import { createCaches } from '../cache/caches.ts'
import { projectService } from '../cache/project.ts'
import { realClock } from '../clock.ts'
import { silent } from '../log.ts'
import { failure, json } from '../testing/answers.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { cleanService } from './clean.ts'

let server: ScriptedServer
afterEach(() => server.close())

const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts'
const referring = rollout({ spec: { strategy: { canary: { stableService: 'web' } } } })
const methods = () => server.asked.map(line => line.split(' ')[0])

/** Cleans Service `web`, which says that Rollout `web` manages it; `cached` is what the watch shows of that Rollout. */
function cleaning(cached: typeof referring | undefined, ...script: Answer[]) {
  return cleaningOf({ app: 'web', 'rollouts-pod-template-hash': 'abc' }, cached, ...script)
}

async function cleaningOf(
  selector: { readonly [key: string]: string },
  cached: typeof referring | undefined,
  ...script: Answer[]
) {
  const bodies: unknown[] = []
  const recording = script.map(
    (answer): Answer =>
      (request, response) => {
        if (request.body) bodies.push(JSON.parse(request.body))
        answer(request, response)
      },
  )
  server = await scriptedServer(...recording, json({ metadata: {} }))
  const client = await server.client()
  const caches = createCaches({ client, clock: realClock, log: silent, instanceId: '' })
  const metadata = {
    name: 'web',
    namespace: 'shop',
    uid: 's',
    resourceVersion: '4',
    annotations: { [MANAGED_BY]: 'web' },
  }
  caches.services.set('shop/web', projectService({ metadata, spec: { selector } }))
  if (cached) caches.rollouts.set(`shop/${cached.metadata.name}`, cached)
  return { outcome: await cleanService('shop/web', { client, caches, mayWrite: () => {} }), bodies }
}

test('a Service whose Rollout is gone gets all its pods back', async () => {
  const { outcome, bodies } = await cleaning(undefined, failure(404, 'NotFound'), json({ metadata: {} }))
  expect(outcome).toEqual({ outcome: 'done' })
  expect(bodies).toEqual([
    {
      metadata: { uid: 's', resourceVersion: '4', annotations: { [MANAGED_BY]: null } },
      spec: { selector: { 'rollouts-pod-template-hash': null } },
    },
  ])
})

test('a Service that its Rollout names is left alone, without a question', async () => {
  expect((await cleaning(referring)).outcome).toEqual({ outcome: 'done' })
  expect(server.asked).toEqual([])
})

test('a Service that selects by no hash is left alone, without a question', async () => {
  expect((await cleaningOf({ app: 'web' }, undefined)).outcome).toEqual({ outcome: 'done' })
  expect(server.asked).toEqual([])
})

test('a Service that another Rollout names as well is given back all the same: that one waits for it', async () => {
  const heir = rollout({ metadata: { name: 'heir' }, spec: referring.spec })
  const { bodies } = await cleaning(heir, failure(404, 'NotFound'), json({ metadata: {} }))
  expect(bodies).toHaveLength(1)
})

test('a Service of a Rollout that another instance serves is left alone', async () => {
  await cleaning(undefined, json(referring))
  expect(methods()).toEqual(['GET'])
})

test('an error of the API server frees no Service', async () => {
  const { outcome } = await cleaning(undefined, failure(500, 'InternalError'))
  expect(outcome).toMatchObject({ outcome: 'retry' })
  expect(methods()).toEqual(['GET'])
})

test('a conflict is tried again, whether or not an event of the Service follows', async () => {
  const { outcome } = await cleaning(undefined, failure(404, 'NotFound'), failure(409, 'Conflict'))
  expect(outcome).toMatchObject({ outcome: 'retry' })
})
