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
 * Time stands still unless `advance` or `then.becomes` moves it; two runs see the same. After that it is played again under troubles (luck.ts).
 */
import { expect } from 'vitest'
import { randomFrom } from '../../../sandbox/server/random.ts'
import { chosenFor, TROUBLES } from '../../faults/chosen.ts'
import { type Left, left } from '../../faults/left.ts'
import type { Trouble } from '../../faults/troubles.ts'
import type { Bounds } from '../../recorded/recording.ts'
import { Given } from './given.ts'
import { BadLuck, GoodLuck, type Luck, type Notes } from './luck.ts'
import { Objects } from './objects.ts'
import { type PodBounds, Sampler } from './sampler.ts'
import { Stage } from './stage.ts'
import { Then } from './then.ts'
import { When } from './when.ts'
import { Witness } from './witness.ts'

export interface Scenario {
  /** No trouble is there: what happens next happens when the scenario says so. */
  readonly isLucky: boolean
  readonly given: Given
  readonly when: When
  readonly then: Then
  readonly objects: Objects
  /** Lets a duration like `30s` pass. */
  advance(duration: string): Promise<void>
  settle(): Promise<void>
  /** Looks on from now on; the answer says the fewest ready pods, the most pods, and the fewest ready behind each Service so far. */
  observe(): Promise<() => Bounds>
  /** Looks at the pods after every event of them from now on; `firstOutside` tells of the first instant that was not within. */
  sample(bounds: PodBounds): Promise<Sampler>
}

type Play = (scenario: Scenario) => Promise<void>

/** Plays it undisturbed, and then under some troubles: it has to hold in each of them, and to end the same. */
export function scenario(play: Play): () => Promise<void> {
  return async () => {
    const { currentTestName = '' } = expect.getState()
    const calm = await undisturbed(play)
    const failures: Error[] = []
    for (const trouble of chosenFor(currentTestName, process.env[TROUBLES]))
      await holdsUnder(trouble, play, calm).catch(error => failures.push(inTrouble(error, trouble)))
    if (failures.length > 1) throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'))
    if (failures[0]) throw failures[0]
  }
}

/** What a play without trouble comes by, and what is left when everybody has gone home. */
interface Calm {
  readonly noted: Notes
  readonly end: Left
}

export function undisturbed(play: Play): Promise<Calm> {
  return onStage(async (stage, objects, begun) => {
    const luck = new GoodLuck(objects)
    await play(scenarioOn(stage, objects, luck, begun))
    stage.cluster.faults.remove()
    await stage.advance('2h')
    return { noted: luck.noted, end: await left(objects) }
  })
}

/** Answers how often the trouble has struck. */
export function holdsUnder(trouble: Trouble, play: Play, calm: Calm): Promise<number> {
  return onStage(async (stage, objects, begun) => {
    const luck = new BadLuck(stage, objects, trouble, calm.noted)
    await play(scenarioOn(stage, objects, luck, begun))
    stage.cluster.faults.remove()
    await luck.end()
    await stage.advance('20m')
    await luck.arrive(calm.end, 7_200_000)
    expect(await left(objects)).toEqual(calm.end)
    return stage.cluster.faults.struckSoFar() + stage.deaths
  })
}

function inTrouble(error: Error, { name }: Trouble): Error {
  error.message = `with ${TROUBLES}='${name}': ${error.message}`
  return error
}

/** Takes what has to end with the play. */
type Begun = (end: () => void) => void

/** A controller tries again after a time with some chance in it, which is the same each time here. */
async function onStage<T>(run: (stage: Stage, objects: Objects, begun: Begun) => Promise<T>): Promise<T> {
  const { random } = Math
  Math.random = randomFrom(1)
  const stage = await Stage.open()
  const ends: (() => void)[] = []
  try {
    return await run(stage, new Objects(stage), end => ends.push(end))
  } finally {
    Math.random = random
    for (const end of ends) end()
    await stage.close()
  }
}

function scenarioOn(stage: Stage, objects: Objects, luck: Luck, begun: Begun): Scenario {
  const seen = new Then(stage, objects, luck)
  const look = (what: string) => luck.look(what)
  const risk = (what: string) => luck.look(what).then(() => luck.strike())
  const then = before(seen, what => (what.startsWith('becomes') ? luck.strike() : look(what)))
  return {
    isLucky: luck.isGood,
    given: before(new Given(stage, objects, seen), risk),
    when: before(new When(stage, objects, seen), risk),
    then,
    objects: before(objects, look),
    advance: async duration => {
      await luck.strike()
      await stage.advance(duration)
    },
    settle: () => stage.settle(),
    observe: async () => {
      await look('observe')
      const witness = await Witness.begin(stage)
      begun(() => witness.end())
      return () => witness.bounds()
    },
    sample: async bounds => {
      await look('sample')
      const sampler = await Sampler.begin(stage, bounds)
      begun(() => sampler.stop())
      return sampler
    },
  }
}

/** The same object, whose methods first wait for something, which is told their name and what they were given. */
function before<T extends object>(inner: T, wait: (what: string) => Promise<void>): T {
  return new Proxy(inner, {
    get(_, name) {
      const value: unknown = Reflect.get(inner, name)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        await wait(`${String(name)} ${JSON.stringify(args)}`)
        return Reflect.apply(value, inner, args)
      }
    },
  })
}
