import { describe, expect, test } from 'vitest'
import { rollout } from '../testing/rollout.ts'
import { renderRollouts } from './rollouts.ts'

const lines = (...given: Parameters<typeof rollout>[0][]) =>
  [...renderRollouts(() => given.map(rollout))].map(line => line.trim()).filter(line => !line.startsWith('#'))
const progressing = (reason: string) => ({ conditions: [{ type: 'Progressing', status: 'True', reason }] })

describe('series about a Rollout', () => {
  test('of a settled one are two', () => {
    const settled = {
      spec: { replicas: 3 },
      status: { replicas: 3, updatedReplicas: 3, availableReplicas: 3, ...progressing('NewReplicaSetAvailable') },
    }
    expect(lines(settled)).toEqual([
      'rollout_info{namespace="shop",name="web",strategy="none",traffic_router="",phase="Completed"} 1',
      'rollout_info_replicas_available{namespace="shop",name="web"} 3',
    ])
  })

  test('of one under way say how far it is', () => {
    const moving = {
      spec: { replicas: 4, strategy: { canary: { trafficRouting: { nginx: {} } } } },
      status: { replicas: 5, updatedReplicas: 2, availableReplicas: 3, ...progressing('ReplicaSetUpdated') },
    }
    expect(lines(moving)).toEqual([
      'rollout_info{namespace="shop",name="web",strategy="canary",traffic_router="Nginx",phase="Progressing"} 1',
      'rollout_info_replicas_available{namespace="shop",name="web"} 3',
      'rollout_info_replicas_unavailable{namespace="shop",name="web"} 2',
      'rollout_info_replicas_desired{namespace="shop",name="web"} 4',
      'rollout_info_replicas_updated{namespace="shop",name="web"} 2',
    ])
  })

  test.each([
    ['ReplicaSetCreateError', 'Error'],
    ['ProgressDeadlineExceeded', 'Timeout'],
    ['RolloutAborted', 'Abort'],
    ['RolloutPaused', 'Paused'],
    ['ReplicaSetUpdated', 'Progressing'],
  ])('name the phase of %s %s', (reason, phase) => {
    expect(lines({ status: progressing(reason) })[0]).toContain(`phase="${phase}"`)
  })
})
