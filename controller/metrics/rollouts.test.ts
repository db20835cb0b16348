import { describe, expect, test } from 'vitest'
import type { Rollout } from '../../core/api/types.ts'
import { rollout } from '../testing/rollout.ts'
import { renderRollouts } from './rollouts.ts'

const lines = (...given: Parameters<typeof rollout>[0][]) => linesOf(given.map(rollout), undefined)

function linesOf(rollouts: readonly Rollout[], workload: object | undefined): readonly string[] {
  const known = workload && ({ state: 'resolved', generation: 2, ...workload } as never)
  return [
    ...renderRollouts(
      () => rollouts,
      () => known,
    ),
  ]
    .map(line => line.trim())
    .filter(line => !line.startsWith('#'))
}

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

describe('two fleets are counted (users row 7, AR#4935)', () => {
  const adopting = (scaleDown: string, availableReplicas: number) =>
    rollout({
      spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown } },
      status: { availableReplicas },
    })
  const counts = { replicas: 2, availableReplicas: 2, observedGeneration: 2 }
  const double = (subject: Rollout, workload?: object) =>
    linesOf([subject], workload).filter(line => line.startsWith('slipway_double_capacity_pods'))
  const series = (value: number) => [`slipway_double_capacity_pods{namespace="shop",name="web"} ${value}`]

  test.each([
    ['as many as run on both sides', adopting('onsuccess', 4), { replicas: 3, counts }, series(2)],
    ['no more than are available here', adopting('onsuccess', 1), { replicas: 3, counts }, series(1)],
    [
      'by what is wanted while the counts are old',
      adopting('onsuccess', 4),
      { replicas: 3, generation: 3, counts },
      series(3),
    ],
    ['by what is wanted where nobody follows the counts', adopting('never', 4), { replicas: 3, counts }, series(3)],
    ['not while none is available here', adopting('onsuccess', 0), { replicas: 3, counts }, []],
    ['not when none is left there', adopting('onsuccess', 4), { replicas: 0, counts: { ...counts, replicas: 0 } }, []],
    ['not when the workload is unknown', adopting('onsuccess', 4), undefined, []],
  ])('%s', (_, subject, workload, expected) => {
    expect(double(subject, workload)).toEqual(expected)
  })
})

test.each([
  ['True', ['slipway_workload_drained{namespace="shop",name="web"} 1']],
  ['False', ['slipway_workload_drained{namespace="shop",name="web"} 0']],
  [undefined, []],
])('whether a workload is drained is what the condition says: %s', (status, expected) => {
  const conditions = status ? [{ type: 'WorkloadDrained', status }] : []
  expect(lines({ status: { conditions } }).filter(line => line.includes('drained'))).toEqual(expected)
})
