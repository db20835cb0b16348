import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { deploy } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { worldOf } from '../simulate/objects.ts'
import { simulate } from '../simulate/simulate.ts'
import { explain, explainLine } from './explain.ts'

describe('explain', () => {
  it('says why a canary waits, and for what', () => {
    const spec = { replicas: 4, strategy: { canary: { steps: [{ setWeight: 25 }, { pause: {} }] } } }
    const { cluster } = simulate(clusterWith(spec), [deploy('web:2')]).at(-1)!
    const lines = explain(decide(worldOf(cluster), cluster.now))
    expect(lines).toContain('pauseAtStep: waits to be resumed or promoted')
    expect(lines).toContain('sizeVersions: the versions have the sizes that they should have')
  })

  it('names the effects that are wanted', () => {
    const cluster = clusterWith({ replicas: 1, strategy: { canary: {} } })
    const [first, second] = explain(decide(worldOf(cluster), cluster.now)).filter(line => line.startsWith('-> '))
    expect(first).toBe('-> patch Rollout web: revision 1')
    expect(second).toMatch(/^-> create ReplicaSet web-\w+: no ReplicaSet has this template$/)
  })

  it('has a sentence for every reason that a whole rollout gives', () => {
    const strategies = [
      { canary: { steps: [{ setWeight: 50 }, { pause: { duration: 5 } }] } },
      { blueGreen: { activeService: 'a', previewService: 'b' } },
    ]
    const states = strategies.flatMap(strategy => simulate(clusterWith({ replicas: 3, strategy }), [deploy('web:2')]))
    const trace = states.flatMap(state => state.decision?.trace ?? []).filter(line => line.outcome !== 'skipped')
    expect(trace.map(explainLine).filter(line => line.includes('{'))).toEqual([])
  })
})
