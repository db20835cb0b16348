import { expect, test } from 'vitest'
import type { Rollout } from '../cluster/objects.ts'
import * as make from '../testing/subject.ts'
import type { Standing } from './standing.ts'
import { exitCodeOf, judge } from './verdict.ts'

const fleet = (pods: number) => ({ wanted: pods, pods, available: pods })
const condition = (reason: string, status = 'False') => ({ status, reason, message: 'so it is' })

function standing(
  given: Partial<Standing> & { readonly status?: Rollout['status']; readonly mode?: string },
): Standing {
  const { status, mode = 'progressively', ...rest } = given
  const spec = { workloadRef: { ...make.toDeployment, scaleDown: mode } } as Rollout['spec']
  const rollout = make.rollout('web', spec, status ? { status } : {})
  const fleets = { deployment: fleet(4), rollout: fleet(0) }
  return { namespace: 'shop', rollout, deployment: make.deployment(), fleets, autoscalers: [], unseen: [], ...rest }
}

const empty = { deployment: fleet(0), rollout: fleet(4) }

test.each<[string, Parameters<typeof standing>[0], string, number]>([
  ['has not been looked at', {}, 'NotObserved', 2],
  ['keeps its Deployment', { mode: 'never' }, 'KeepsDeployment', 2],
  ['is on its way', { condition: condition('HandingOver') }, 'HandingOver', 2],
  [
    'waits for an autoscaler to look',
    { condition: condition('AutoscalerCannotSeeRollout') },
    'AutoscalerCannotSeeRollout',
    2,
  ],
  ['is on its way back', { condition: condition('HandingBack') }, 'HandingBack', 2],
  ['is done', { condition: condition('Drained', 'True'), fleets: empty }, 'Drained', 0],
  [
    'is done, and a later version fails',
    { condition: condition('Drained', 'True'), fleets: empty, status: { phase: 'Degraded' } },
    'Drained',
    0,
  ],
  [
    'was done, and somebody scaled up: not all green (AR#4935)',
    { condition: condition('Drained', 'True') },
    'DoubleFleet',
    1,
  ],
  ['was done, and the controller says so (AR#4935)', { condition: condition('DoubleFleet') }, 'DoubleFleet', 1],
  [
    'is held by an autoscaler (AR#4110)',
    { condition: condition('AutoscalerTargetsWorkload') },
    'AutoscalerTargetsWorkload',
    1,
  ],
  ['is held by unknown autoscalers', { condition: condition('AutoscalersUnknown') }, 'AutoscalersUnknown', 1],
  ['would shrink', { condition: condition('RolloutSmaller') }, 'RolloutSmaller', 1],
  ['was aborted', { condition: condition('HandingBack'), status: { phase: 'Degraded', abort: true } }, 'Aborted', 1],
  [
    'was aborted and is back',
    { condition: condition('HandedBack'), status: { phase: 'Degraded', abort: true } },
    'HandedBack',
    1,
  ],
  [
    'does not come up',
    { condition: condition('HandingOver'), status: { phase: 'Degraded', message: 'slow' } },
    'Degraded',
    1,
  ],
])('a migration that %s', (_, given, reason, code) => {
  const verdict = judge(standing(given))
  expect([verdict.reason, exitCodeOf(verdict)]).toEqual([reason, code])
  expect(verdict.remedy !== undefined || code !== 1).toBe(true)
})

test('a Deployment that is gone is trouble (AR#4193)', () => {
  const { deployment, ...rest } = standing({ condition: condition('Drained', 'True'), fleets: empty })
  expect(judge(rest)).toMatchObject({ is: 'trouble', reason: 'DeploymentMissing', isFinal: true })
})
