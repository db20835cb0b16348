import { expect, it } from 'vitest'
import type { RolloutStrategy } from '../api/types.ts'
import { decide } from '../decide.ts'
import { HASH } from '../keys.ts'
import { abort, deploy, resume, retry } from '../simulate/acts.ts'
import { partialPass } from '../simulate/chaos.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { setReady, syncReplicaSets } from '../simulate/kubernetes.ts'
import { type Cluster, type Service, worldOf } from '../simulate/objects.ts'
import { simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'
import { endedAttempt } from './duration.ts'

const blueGreen = { activeService: 'active', previewService: 'preview' }
const canary = { steps: [{ setWeight: 50 }, { pause: {} }] }
const atRest = (strategy: RolloutStrategy) => lastOf(simulate(clusterWith({ replicas: 3, strategy }), []))

const pausedAtFirst = clusterWith({ replicas: 3, paused: true, strategy: { blueGreen } })

/** Somebody has turned the active Service. */
function turned(cluster: Cluster, hash: string): Cluster {
  const turn = (service: Service) => ({ ...service, spec: { selector: { ...service.spec.selector, [HASH]: hash } } })
  const services = cluster.services.map(service => (service.metadata.name === 'active' ? turn(service) : service))
  return { ...cluster, services }
}

/** A pass whose status waits. */
function held(cluster: Cluster): Cluster {
  const { intents, statusMayWait } = decide(worldOf(cluster), cluster.now)
  expect(statusMayWait).toBe('start')
  return partialPass(cluster, intents.length).cluster
}

/** A pass that begins one of many, and writes no status. */
function begun(cluster: Cluster): Cluster {
  const arriving = { ...cluster, crowd: 'arriving' } as const
  expect(decide(worldOf(arriving), cluster.now).status).toBeUndefined()
  return { ...partialPass(arriving, 1).cluster, crowd: undefined }
}

function ready(cluster: Cluster): Cluster {
  const made = syncReplicaSets(cluster)
  return made.pods.reduce((now, { metadata }) => setReady(now, metadata.name, true), made)
}

const statusOf = (cluster: Cluster) => decide(worldOf(cluster), cluster.now).status

it('an attempt whose pods are ready at once is told with its end', () => {
  const rest = atRest({ blueGreen })
  const switched = held(ready(held(deploy('web:2').run(rest))))
  const { status, events, statusMayWait } = decide(worldOf(switched), switched.now)
  expect(statusMayWait).toBeUndefined()
  expect(status).toMatchObject({ phase: 'Healthy', stableRS: status?.currentPodHash })
  expect(events.map(({ reason }) => reason)).toEqual(['RolloutCompleted'])
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing')
  expect(progressing?.message).toBe(`ReplicaSet "web-${status?.currentPodHash}" has successfully progressed.`)
  const ended = status && endedAttempt(rest.rollout.status ?? {}, status)
  expect(ended).toEqual({ status: 'Promoted', seconds: 0, waited: 0 })
})

it.each<readonly [string, (rest: Cluster) => Cluster]>([
  ['whose active Service was turned elsewhere', rest => turned(rest, 'nowhere')],
  ['that was paused before its first switch', () => resume.run(lastOf(simulate(pausedAtFirst, [])))],
])('a promoted version %s is told with the switch', (_, from) => {
  const cluster = from(atRest({ blueGreen }))
  expect(decide(worldOf(cluster), cluster.now)).toMatchObject({
    statusMayWait: 'counts',
    status: { phase: 'Progressing' },
  })
  const switched = partialPass(cluster, 2).cluster
  expect(statusOf(switched)?.phase ?? switched.rollout.status?.phase).toBe('Healthy')
})

it('an attempt that waits for more than its pods is told at once', () => {
  const gated = [
    { autoPromotionEnabled: false },
    { autoPromotionSeconds: 5 },
    { prePromotionAnalysis: { templates: [{ templateName: 'smoke' }] } },
  ]
  for (const more of gated) {
    const updated = deploy('web:2').run(atRest({ blueGreen: { ...blueGreen, ...more } }))
    expect(decide(worldOf(updated), updated.now).statusMayWait, JSON.stringify(more)).toBeUndefined()
  }
})

it.each([
  ['that waits for its pods', { blueGreen }, held],
  ['of many', { blueGreen }, begun],
  ['of many, by steps', { canary }, begun],
])('an attempt %s is aborted before it is told', (_, strategy, pass) => {
  const aborted = abort.run(pass(deploy('web:2').run(atRest(strategy))))
  expect(statusOf(aborted)).toMatchObject({ phase: 'Degraded', abort: true })
  const end = lastOf(simulate(ready(aborted), []))
  const { stableRS, phase } = end.rollout.status ?? {}
  const stable = end.replicaSets.find(rs => rs.metadata.labels?.['rollouts-pod-template-hash'] === stableRS)
  expect([phase, stable?.metadata.name, stable?.spec.replicas]).toEqual([
    'Degraded',
    end.replicaSets[0]?.metadata.name,
    3,
  ])
})

it.each([
  [{ blueGreen }, undefined],
  [{ canary }, undefined],
  [{ canary }, 'arriving'],
] as const)('an abort from before the attempt is dropped with it, at once: %j in a crowd %s', (strategy, crowd) => {
  const both = { ...deploy('web:2').run(abort.run(atRest(strategy))), crowd }
  const { status, statusMayWait } = decide(worldOf(both), both.now)
  expect([status?.phase, status?.abort, statusMayWait]).toEqual(['Progressing', undefined, undefined])
})

it.each([
  ['is not carried to a version that nobody has seen before', 'web:3', undefined],
  ['stays when a version comes back', 'web:1', false],
])('what a retry has left in the status %s', (_, image, left) => {
  const retried = lastOf(simulate(atRest({ blueGreen }), [deploy('web:2'), abort, retry]))
  expect(retried.rollout.status?.abort).toBe(false)
  expect(statusOf(deploy(image).run(retried))?.abort).toBe(left)
})
