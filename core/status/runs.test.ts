import { describe, expect, it } from 'vitest'
import type { RolloutSpec, RolloutStatus } from '../api/types.ts'
import { decide } from '../decide.ts'
import { abort, deploy, promoteFull } from '../simulate/acts.ts'
import { mergePatch } from '../simulate/effects.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { type Cluster, worldOf } from '../simulate/objects.ts'
import { type Act, simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

const templates = [{ templateName: 'ok' }]
const run = (status: string) => ({ name: 'web-1', status })

/** As another controller that runs analyses left it. */
function leaving(cluster: Cluster, status: RolloutStatus): Cluster {
  const { rollout } = cluster
  return { ...cluster, rollout: { ...rollout, status: mergePatch(rollout.status, status) as RolloutStatus } }
}

const statusAfter = (cluster: Cluster, act: Act) => lastOf(simulate(cluster, [act])).rollout.status
const writes = (cluster: Cluster) => decide(worldOf(cluster), cluster.now).status

describe('analyses of a canary that was taken over', () => {
  const steps = [{ setWeight: 50 }, { analysis: { templates } }]
  const spec: Partial<RolloutSpec> = { replicas: 2, strategy: { canary: { steps, analysis: { templates } } } }
  const ready = lastOf(simulate(clusterWith(spec), []))
  const analysing = leaving(lastOf(simulate(ready, [deploy('web:2')])), {
    currentStepIndex: 1,
    canary: { currentStepAnalysisRunStatus: run('Running'), currentBackgroundAnalysisRunStatus: run('Running') },
  })

  it('stay on record while their step is current', () => {
    expect(analysing.rollout.status?.currentStepIndex).toBe(1)
    expect(writes(analysing)).toBeUndefined()
  })

  it.each([
    ['a new template', deploy('web:3')],
    ['an abort', abort],
    ['a full promotion', promoteFull],
  ])('are gone with %s, as upstream lets them go', (_, act) => {
    expect(statusAfter(analysing, act)?.canary).toEqual({})
  })

  it('and an experiment stays for as long as its step', () => {
    const experiment = { templates: [{ name: 'trial', specRef: 'canary' as const }] }
    const strategy = { canary: { steps: [{ experiment }] } }
    const begun = lastOf(simulate(lastOf(simulate(clusterWith({ ...spec, strategy }), [])), [deploy('web:2')]))
    const trying = leaving(begun, { canary: { currentExperiment: 'web-1' } })
    expect(writes(trying)).toBeUndefined()
    expect(statusAfter(trying, abort)?.canary).toEqual({})
  })
})

describe('analyses of a blue-green Rollout that was taken over', () => {
  const blueGreen = {
    activeService: 'active',
    prePromotionAnalysis: { templates },
    postPromotionAnalysis: { templates },
  }
  const spec: Partial<RolloutSpec> = { replicas: 2, strategy: { blueGreen } }
  const outcomes = {
    prePromotionAnalysisRunStatus: run('Successful'),
    postPromotionAnalysisRunStatus: run('Successful'),
  }
  const settled = leaving(lastOf(simulate(clusterWith(spec), [])), { blueGreen: outcomes })

  it('stay on record at rest: nothing is written', () => {
    expect(settled.rollout.status?.phase).toBe('Healthy')
    expect(writes(settled)).toBeUndefined()
  })

  it('that have succeeded are not asked for again: it switches', () => {
    const waiting = lastOf(simulate(settled, [deploy('web:2')]))
    expect(waiting.rollout.status?.blueGreen).toEqual({ activeSelector: settled.rollout.status?.stableRS })
    const passed = leaving(waiting, { blueGreen: outcomes })
    const { phase, blueGreen, stableRS } = lastOf(simulate(passed, [])).rollout.status ?? {}
    expect({ phase, stableRS }).toEqual({ phase: 'Healthy', stableRS: waiting.rollout.status?.currentPodHash })
    expect(blueGreen).toMatchObject(outcomes)
  })
})
