import { describe, expect, test } from 'vitest'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { compare, recorded, render } from './compare.ts'
import { openHost } from './host.ts'
import { Player } from './player.ts'
import { scripts } from './script.ts'
import { type Tolerance, tolerances, tolerates } from './tolerance.ts'

const rules = tolerances()
const needed = new Set<Tolerance>()

// In real time most of a scenario is waiting; on virtual time there is nothing to wait for.
describe('what upstream did, ours does', { concurrent: process.env[REAL_CLUSTER] !== undefined }, () => {
  test.each(scripts())('$name: $purpose', async script => {
    const host = await openHost(script.name)
    try {
      await host.startController()
      const taken = await (await Player.open(host, script)).play()
      const found = compare(recorded(script.name), taken, 'spine')
      const meant = found.filter(difference => {
        const rule = rules.find(each => tolerates(each, script.name, difference))
        return rule && needed.add(rule)
      })
      expect(render(found.filter(difference => !meant.includes(difference)))).toBe('')
    } finally {
      await host.close()
    }
  })
})

// In real time it depends on the machine how much of a pause is left when something else ends.
test.skipIf(process.env[REAL_CLUSTER])('each difference that is tolerated has been seen', () => {
  expect(rules.filter(rule => !rule.isChance && !needed.has(rule))).toEqual([])
})
