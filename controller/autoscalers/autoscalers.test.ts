import { afterEach, describe, expect, test } from 'vitest'
import { silent } from '../log.ts'
import { added, deleted, failure, initialEnd, json, modified, stream, thing } from '../testing/answers.ts'
import { fastClock } from '../testing/clock.ts'
import { rollout } from '../testing/rollout.ts'
import { type Answer, type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { Autoscalers } from './autoscalers.ts'

let server: ScriptedServer
let autoscalers: Autoscalers
afterEach(async () => {
  autoscalers.watch.reflector.stop()
  await server.close()
})

const ours = rollout({ spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' } } })
const scaling = (name: string, apiVersion: string, kind: string, target: string, status: object = {}) =>
  thing(name, '5', { spec: { scaleTargetRef: { apiVersion, kind, name: target }, maxReplicas: 9 }, status })
const able = (status: string, desiredReplicas: number) => ({
  desiredReplicas,
  conditions: [{ type: 'AbleToScale', status }],
})

async function watching(...script: Answer[]) {
  server = await scriptedServer(...script)
  const changes: string[] = []
  const told = { synced: 0 }
  autoscalers = new Autoscalers({
    client: await server.client(),
    clock: fastClock(),
    log: silent,
    onChange: ({ resource, key }) => void changes.push(`${resource} ${key}`),
    onSynced: () => void told.synced++,
  })
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(setImmediate)
  }
  return { changes, told, until }
}

describe('the autoscalers of a Rollout', () => {
  test('are not asked for before somebody wants to know, and unknown until the watch has synced', async () => {
    const { told, until } = await watching(stream([initialEnd('6')]))
    expect(server.asked).toEqual([])
    expect(autoscalers.of(ours)).toBeUndefined()
    await until(() => told.synced > 0)
    expect(autoscalers.of(ours)).toEqual([])
    expect(server.asked).toHaveLength(1)
    expect(server.asked[0]).toMatch(/^GET .apis.autoscaling.v2.horizontalpodautoscalers\?.*watch=true/)
  })

  test('are those of its workload and of itself, by group and kind, whatever version they name', async () => {
    const { told, until } = await watching(
      stream([
        added(scaling('old', 'apps/v1beta2', 'Deployment', 'legacy', able('True', 4))),
        added(scaling('new', 'argoproj.io/v1alpha1', 'Rollout', 'web', able('False', 0))),
        added(scaling('fresh', 'argoproj.io/v1alpha1', 'Rollout', 'web', { desiredReplicas: 0 })),
        added(scaling('foreign', 'example.com/v1', 'Deployment', 'legacy')),
        added(scaling('other', 'apps/v1', 'Deployment', 'other')),
        added(scaling('set', 'apps/v1', 'StatefulSet', 'legacy')),
        initialEnd('6'),
      ]),
    )
    autoscalers.of(ours)
    await until(() => told.synced > 0)
    expect(autoscalers.of(ours)).toEqual([
      { name: 'fresh', target: 'rollout', isAble: false },
      { name: 'new', target: 'rollout', isAble: false, desiredReplicas: 0 },
      { name: 'old', target: 'workload', isAble: true, desiredReplicas: 4 },
    ])
  })

  test('are told of by the target that they had and the one that they have', async () => {
    const { changes, until } = await watching(
      stream([
        added(scaling('web', 'apps/v1', 'Deployment', 'legacy')),
        initialEnd('6'),
        modified(scaling('web', 'argoproj.io/v1alpha1', 'Rollout', 'web')),
        deleted(scaling('web', 'argoproj.io/v1alpha1', 'Rollout', 'web')),
      ]),
    )
    autoscalers.of(ours)
    await until(() => changes.length >= 4)
    const [workload, itself] = ['deployments shop/legacy', 'rollouts shop/web']
    expect(changes).toEqual([workload, workload, itself, itself])
  })

  test('are unknown while the API server forbids to see them, not none, and known as soon as it allows it', async () => {
    const forbidden = failure(403, 'Forbidden')
    const { told, until } = await watching(
      forbidden,
      forbidden,
      json({ metadata: { resourceVersion: '6' }, items: [] }),
    )
    expect(autoscalers.of(ours)).toBeUndefined()
    await server.arrived(2)
    expect(autoscalers.of(ours)).toBeUndefined()
    await until(() => told.synced > 0)
    expect(autoscalers.of(ours)).toEqual([])
  })

  test('are unknown again when the permission is taken away', async () => {
    const { told, until } = await watching(stream([initialEnd('6')], 'end'), failure(403, 'Forbidden'))
    autoscalers.of(ours)
    await until(() => told.synced > 0)
    expect(autoscalers.of(ours)).toEqual([])
    await until(() => autoscalers.of(ours) === undefined)
  })
})
