import { describe, expect, test } from 'vitest'
import { canary } from '../scenarios/harness/rollouts.ts'
import { holdsUnder, type Scenario, undisturbed } from '../scenarios/harness/scenario.ts'
import { chosenFor } from './chosen.ts'
import { troubles } from './troubles.ts'

const update = async ({ given, when, then }: Scenario) => {
  await given.healthy(canary({ steps: [{ setWeight: 50 }, { pause: {} }] }))
  await when.image('shop/web:2')
  await then.becomes('Paused')
}

test.each(troubles)('$name strikes, and an update ends the same', async trouble => {
  expect(await holdsUnder(trouble, update, await undisturbed(update))).toBeGreaterThan(0)
})

test('a scenario that ends differently under a trouble is found', async () => {
  const calm = await undisturbed(update)
  const other = async (scenario: Scenario) => {
    await update(scenario)
    await scenario.when.promote()
  }
  await expect(holdsUnder(troubles[0]!, other, calm)).rejects.toThrow('to deeply equal')
})

describe('the choice of troubles', () => {
  test('is the same two each time, and comes by all of them', () => {
    const names = Array.from({ length: 200 }, (_, n) => `scenario ${n}`)
    const choose = () => names.flatMap(name => chosenFor(name, undefined))
    expect(choose()).toEqual(choose())
    expect(choose()).toHaveLength(400)
    expect(new Set(choose())).toEqual(new Set(troubles))
  })

  test('can be all of them, or one by its name', () => {
    expect(chosenFor('x', 'all')).toBe(troubles)
    expect(chosenFor('x', '409 to writes')).toEqual([troubles[0]])
    expect(() => chosenFor('x', 'rain')).toThrow('SLIPWAY_TROUBLES: "rain" is neither all nor one of: 409 to writes; ')
  })
})
