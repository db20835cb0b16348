/**
 * Given, when, then: a scenario is played on the embedded cluster with the real controller, on virtual time.
 *
 *     test('a canary waits at its pause', scenario(async ({ given, when, then, advance }) => {
 *       await given.healthy(rollout)
 *       await when.image('shop/web:2')
 *       await advance('30s')
 *       await then.phase('Paused')
 *     }))
 *
 * Time stands still unless `advance` or `then.becomes` moves it; two runs see the same.
 */
import type { Bounds } from '../../recorded/recording.ts'
import { Given } from './given.ts'
import { Objects } from './objects.ts'
import { type PodBounds, Sampler } from './sampler.ts'
import { Stage } from './stage.ts'
import { Then } from './then.ts'
import { When } from './when.ts'
import { Witness } from './witness.ts'

export interface Scenario {
  readonly given: Given
  readonly when: When
  readonly then: Then
  readonly objects: Objects
  /** Lets a duration like `30s` pass. */
  advance(duration: string): Promise<void>
  settle(): Promise<void>
  /** How often faults have struck and controllers have used up their writes so far. */
  strikes(): number
  /** Looks on from now on; the answer says the fewest ready pods, the most pods, and the fewest ready behind each Service so far. */
  observe(): Promise<() => Bounds>
  /** Looks at the pods after every event of them from now on; `firstOutside` tells of the first instant that was not within. */
  sample(bounds: PodBounds): Promise<Sampler>
}

export function scenario(play: (scenario: Scenario) => Promise<void>): () => Promise<void> {
  return async () => {
    const stage = await Stage.open()
    const lookers: (() => void)[] = []
    try {
      await play(scenarioOn(stage, end => lookers.push(end)))
    } finally {
      for (const end of lookers) end()
      await stage.close()
    }
  }
}

function scenarioOn(stage: Stage, begun: (end: () => void) => void): Scenario {
  const objects = new Objects(stage)
  const then = new Then(stage, objects)
  return {
    given: new Given(stage, objects, then),
    when: new When(stage, objects, then),
    then,
    objects,
    advance: duration => stage.advance(duration),
    settle: () => stage.settle(),
    strikes: () => stage.cluster.faults.struckSoFar() + stage.deaths,
    observe: async () => {
      const witness = await Witness.begin(stage)
      begun(() => witness.end())
      return () => witness.bounds()
    },
    sample: async bounds => {
      const sampler = await Sampler.begin(stage, bounds)
      begun(() => sampler.stop())
      return sampler
    },
  }
}
