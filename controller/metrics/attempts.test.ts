import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { attemptHistograms } from './attempts.ts'

test('attempts are counted by how they ended and by nothing that grows (trap 51)', async () => {
  const registry = new Registry()
  const ended = attemptHistograms([registry])
  ended({ status: 'Promoted', seconds: 90, waited: 40 })
  ended({ status: 'Promoted', seconds: 20, waited: 0 })
  ended({ status: 'Aborted', seconds: 700, waited: 0 })
  const text = await registry.metrics()
  expect(text).toContain('rollout_duration_seconds_bucket{le="60",status="Promoted"} 1')
  expect(text).toContain('rollout_duration_seconds_sum{status="Promoted"} 110')
  expect(text).toContain('rollout_duration_seconds_count{status="Aborted"} 1')
  expect(text).toContain('rollout_progression_duration_seconds_bucket{le="60",status="Promoted"} 2')
  expect(text).toContain('rollout_manual_pause_duration_seconds_bucket{le="0",status="Promoted"} 1')
})
