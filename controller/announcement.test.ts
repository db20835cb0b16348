import { afterEach, describe, expect, test } from 'vitest'
import type { Intent } from '../core/intent.ts'
import { VirtualClock } from '../sandbox/clock/clock.ts'
import type { KubeObject } from './client/client.ts'
import { type Controller, startController } from './controller.ts'
import { added, initialEnd, json, modified, stream, thing } from './testing/answers.ts'
import { decision, rollout } from './testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from './testing/server.ts'

let server: ScriptedServer
let controller: Controller
let clock: VirtualClock
afterEach(async () => {
  await server.close()
  const stopped = controller.stop()
  await clock.advanceTo(clock.now() + 3_600_000)
  await stopped
})

const others = 500
/** Those that begin and those that go on (queues.ts). */
const workers = 10 + 10
const deployment = (generation: number) => {
  const { metadata } = thing('legacy', String(generation))
  return { metadata: { ...metadata, generation }, spec: { template: {} } }
}
const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' }
const referring = rollout({
  metadata: { name: 'web', annotations: { 'rollout.argoproj.io/workload-generation': '1' } },
  spec: { workloadRef },
})

const shown = (object: object) => added(object as KubeObject)

/** Writes once in each pass. */
const engine = {
  needs: () => ({ templates: [], pods: false, workload: false }),
  decide: ({ rollout: { metadata } }: { rollout: ReturnType<typeof rollout> }) => {
    const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', ...metadata }
    const intent: Intent = { do: 'patch', target, body: {}, preconditions: { uid: metadata.uid }, because: 'work' }
    return decision({ intents: [intent] })
  },
}

/**
 * A controller over 500 Rollouts that all have work and one whose Deployment changes as soon as it is watched; writes are never answered, and
 * no time passes. The answer is what was sent until the new generation was announced.
 */
async function sentUntilAnnounced(options: {
  readonly qps?: number
  readonly burst?: number
}): Promise<readonly string[]> {
  let announced = () => {}
  const done = new Promise<void>(resolve => {
    announced = resolve
  })
  const fleet = Array.from({ length: others }, (_, index) =>
    shown(rollout({ metadata: { name: `other-${index}`, uid: `uid-${index}` } })),
  )
  const watches: { readonly [resource: string]: Answer } = {
    rollouts: stream([...fleet, shown(referring), initialEnd('900')]),
    deployments: stream([added(deployment(1)), initialEnd('6'), modified(deployment(2))]),
  }
  server = await scriptedServer((request, response) => {
    const resource = request.url!.split('?')[0]!.split('/').at(-1)!
    if (request.url!.includes('watch=true')) return (watches[resource] ?? stream([initialEnd('6')]))(request, response)
    if (request.method === 'GET') return json(deployment(1))(request, response)
    if (request.body.includes('"rollout.argoproj.io/workload-generation":"2"')) announced()
  })
  clock = new VirtualClock()
  const client = await server.client({ ...options, clock })
  controller = await startController({ client, clock, engine: engine as never })
  await done
  return server.asked.filter(line => line.startsWith('PATCH'))
}

describe('the new generation of a workload is announced ahead of all queued work (users 4-L1)', () => {
  test('while every worker waits for an answer and hundreds of passes wait for a worker', async () => {
    const sent = await sentUntilAnnounced({})
    expect(sent.at(-1)).toContain('/namespaces/shop/rollouts/web?')
    expect(sent.length).toBeLessThanOrEqual(workers + 1)
  })

  test('past all that --qps makes wait', async () => {
    const sent = await sentUntilAnnounced({ qps: 1, burst: 6 })
    expect(sent.at(-1)).toContain('/namespaces/shop/rollouts/web?')
    expect(sent.length).toBeLessThanOrEqual(3)
  })
})
