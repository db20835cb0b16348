import { expect, test } from 'vitest'
import { RequestCounts } from '../client/counts.ts'
import { createMetrics } from './metrics.ts'

const sources = {
  version: '1.2.3',
  requests: new RequestCounts(),
  queueDepths: () => ({ Rollouts: 7, Services: 0 }),
  droppedEvents: () => 1,
  watchEvents: () => 2,
  missedEvents: () => 3,
  waitingRollouts: () => 4,
  unshownWrites: () => 5,
}

test('what the controller knows of itself is told as it is when somebody asks', async () => {
  const { render } = createMetrics(sources)
  sources.requests.add('PATCH', '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status', 200)
  const lines = (await render()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'argo_rollouts_controller_info{version="1.2.3"} 1',
      'workqueue_depth{name="Rollouts"} 7',
      'slipway_dropped_events 1',
      'slipway_watch_events 2',
      'slipway_missed_watch_events 3',
      'slipway_waiting_rollouts 4',
      'slipway_unshown_writes 5',
      'controller_clientset_k8s_request_total{kind="rollouts/status",verb="patch",status_code="200"} 1',
    ]),
  )
})

test('a thousand Rollouts that pass, fail and are told about add no series (P3)', async () => {
  const metrics = createMetrics(sources)
  const count = async () => (await metrics.render()).split('\n').length
  const once = (name: string) => {
    metrics.passed(0.02)
    metrics.failed('shop')
    metrics.event('shop', { type: 'Normal', reason: 'RolloutPaused', message: `${name} is paused` })
  }
  once('web')
  const before = await count()
  for (let index = 0; index < 1000; index += 1) once(`web-${index}`)
  expect(await count()).toBe(before)
})
