import { describe, expect, it } from 'vitest'
import type { RolloutSpec, RolloutStatus } from '../api/types.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { worldOf } from '../simulate/objects.ts'
import { refreshCondition, removeCondition, setCondition } from './conditions.ts'
import { phaseOf } from './phase.ts'

describe('conditions (contract 5.1)', () => {
  const early = '2026-01-01T00:00:00Z'
  const late = '2026-01-01T00:01:00Z'
  const progressing = { type: 'Progressing', status: 'True', reason: 'A', message: 'one' } as const
  const list = setCondition(setCondition([], progressing, early), { ...progressing, type: 'Available' }, early)

  it('are left untouched, message and times too, when status and reason are the same', () => {
    expect(setCondition(list, { ...progressing, message: 'two' }, late)).toBe(list)
  })

  it('go to the end when they change; the transition time survives a change of reason alone', () => {
    const changed = setCondition(list, { ...progressing, reason: 'B' }, late)
    expect(changed.map(condition => condition.type)).toEqual(['Available', 'Progressing'])
    expect(changed[1]).toMatchObject({ lastTransitionTime: early, lastUpdateTime: late })
  })

  it('get a new transition time with a new status', () => {
    expect(setCondition(list, { ...progressing, status: 'False' }, late).at(-1)?.lastTransitionTime).toBe(late)
  })

  it('are refreshed by progress although they say the same', () => {
    expect(refreshCondition(list, progressing, late).at(-1)).toMatchObject({
      lastUpdateTime: late,
      lastTransitionTime: early,
    })
  })

  it('can be removed', () => {
    expect(removeCondition(list, 'Progressing').map(condition => condition.type)).toEqual(['Available'])
    expect(removeCondition(list, 'Paused')).toBe(list)
  })
})

describe('phase and message (contract 5.5)', () => {
  const whole: RolloutStatus = {
    replicas: 2,
    updatedReplicas: 2,
    availableReplicas: 2,
    stableRS: 'a',
    currentPodHash: 'a',
  }
  const times = { lastUpdateTime: '', lastTransitionTime: '' }
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'False',
    reason,
    message,
    ...times,
  })
  const canary = { strategy: { canary: {} } }
  const blueGreen = { strategy: { blueGreen: { activeService: 'active' } } }
  const routed = { strategy: { canary: { trafficRouting: { maxTrafficWeight: 100 } } } }
  const analysed = { blueGreen: { activeService: 'a', postPromotionAnalysis: { templates: [{ templateName: 't' }] } } }

  it.each<[string, Partial<RolloutSpec>, RolloutStatus, string, string | undefined]>([
    ['all is well', canary, whole, 'Healthy', undefined],
    [
      'the spec is invalid',
      canary,
      { ...whole, conditions: [condition('InvalidSpec', 'InvalidSpec', 'bad')] },
      'Degraded',
      'InvalidSpec: bad',
    ],
    [
      'it was aborted',
      canary,
      { ...whole, conditions: [condition('Progressing', 'RolloutAborted', 'x')] },
      'Degraded',
      'RolloutAborted: x',
    ],
    [
      'its deadline passed',
      canary,
      { ...whole, conditions: [condition('Progressing', 'ProgressDeadlineExceeded', 'y')] },
      'Degraded',
      'ProgressDeadlineExceeded: y',
    ],
    ['the user has paused', { ...canary, paused: true }, whole, 'Paused', 'manually paused'],
    [
      'a pause step waits',
      canary,
      { ...whole, pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '' }] },
      'Paused',
      'CanaryPauseStep',
    ],
    [
      'a restart is asked for',
      { ...canary, restartAt: '2026-01-01T00:00:00Z' },
      whole,
      'Progressing',
      'rollout is restarting',
    ],
    [
      'a restart is done, however its time is written',
      { ...canary, restartAt: '2026-01-01T01:00:00+01:00' },
      { ...whole, restartedAt: '2026-01-01T00:00:00Z' },
      'Healthy',
      undefined,
    ],
    [
      'too few are updated',
      canary,
      { ...whole, updatedReplicas: 1 },
      'Progressing',
      'more replicas need to be updated',
    ],
    [
      'too few are available',
      canary,
      { ...whole, availableReplicas: 1 },
      'Progressing',
      'updated replicas are still becoming available',
    ],
    ['old pods are there', canary, { ...whole, replicas: 3 }, 'Progressing', 'old replicas are pending termination'],
    ['old pods have no traffic', routed, { ...whole, replicas: 3 }, 'Healthy', undefined],
    ['steps are left', canary, { ...whole, stableRS: 'b' }, 'Progressing', 'waiting for all steps to complete'],
    ['the Service is not switched', blueGreen, whole, 'Progressing', 'active service cutover pending'],
    [
      'an analysis runs',
      { strategy: analysed },
      { ...whole, stableRS: 'b', blueGreen: { activeSelector: 'a' } },
      'Progressing',
      'waiting for analysis to complete',
    ],
    [
      'targets are not verified',
      blueGreen,
      { ...whole, stableRS: 'b', blueGreen: { activeSelector: 'a' } },
      'Progressing',
      'waiting for post-promotion verification to complete',
    ],
    ['blue-green is through', blueGreen, { ...whole, blueGreen: { activeSelector: 'a' } }, 'Healthy', undefined],
  ])('when %s', (_, spec, status, phase, message) => {
    const world = worldOf(clusterWith({ replicas: 2, ...spec }))
    expect(phaseOf(world, status)).toEqual(message === undefined ? { phase } : { phase, message })
  })
})
