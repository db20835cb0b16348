import { describe, expect, it } from 'vitest'
import { pauseEnd, stepText } from '../canary/steps.ts'
import { deploy, promote, scale } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

describe('the end of a pause', () => {
  const since = '2026-01-01T00:00:00Z'
  it.each([
    [10, 10],
    ['10', 10],
    ['1m30s', 90],
    ['1.5s', 1],
    [0, 0],
  ])('of %s is %i s after its start', (duration, seconds) => {
    expect(pauseEnd(since, { duration })).toBe(Date.parse(since) + seconds * 1000)
  })

  it('never comes by itself without a duration', () => {
    expect(pauseEnd(since, {})).toBeUndefined()
  })
})

// Corrections 7: the duration as written, with a unit only where the user wrote one.
describe('a completed step is named', () => {
  it.each([
    [{ setWeight: 20 }, 'setWeight: 20'],
    [{ pause: {} }, 'pause'],
    [{ pause: { duration: 3 } }, 'pause: 3'],
    [{ pause: { duration: '4s' } }, 'pause: 4s'],
    [{ pause: { duration: 0 } }, 'pause: 0'],
    [{ setCanaryScale: { weight: 5 } }, 'setCanaryScale{weight: 5}'],
    [{ setCanaryScale: { matchTrafficWeight: true } }, 'setCanaryScale{matchTrafficWeight: true}'],
    [{ setCanaryScale: { replicas: 2 } }, 'setCanaryScale{replicas: 2}'],
    [{ plugin: { name: 'org/step' } }, 'plugin: org/step'],
    [{ setHeaderRoute: { name: 'beta' } }, 'setHeaderRoute: beta'],
    [{ setMirrorRoute: { name: 'copy' } }, 'setMirrorRoute: copy'],
    [{ analysis: {} }, 'analysis'],
    [{ experiment: { templates: [] } }, 'experiment'],
  ])('%j as "%s"', (step, text) => {
    expect(stepText(step)).toBe(text)
  })
})

// Upstream forgets it and waits once more (users 4-B, AR#3316).
it('who promotes a blue-green Rollout before its seconds are over does not wait for them', () => {
  const strategy = { blueGreen: { activeService: 'active', autoPromotionSeconds: 600 } }
  const rest = lastOf(simulate(clusterWith({ strategy }), []))
  const waiting = lastOf(simulate(rest, [deploy('web:2')], { patience: 0 }))
  expect(waiting.rollout.status?.phase).toBe('Paused')
  expect(lastOf(simulate(waiting, [promote], { patience: 0 })).rollout.status).toMatchObject({ phase: 'Healthy' })
})

// As upstream: what is fast about it is that its pods are all there.
it.each([
  ['grows with N', {}, [scale(4)]],
  ['has to show a smaller preview first', { previewReplicaCount: 1 }, []],
])('a rollback to a version that is kept pauses when that %s', (_, more, acts) => {
  const gated = { activeService: 'active', autoPromotionEnabled: false, scaleDownDelaySeconds: 300, ...more }
  const rest = lastOf(simulate(clusterWith({ replicas: 3, strategy: { blueGreen: gated } }), []))
  const second = lastOf(simulate(rest, [deploy('web:2'), promote], { patience: 0 }))
  const back = [...acts, deploy('web:1')].reduce((cluster, act) => act.run(cluster), second)
  const { status } = lastOf(simulate(back, [], { patience: 0 })).rollout
  expect(status).toMatchObject({ phase: 'Paused', message: 'BlueGreenPause' })
})
