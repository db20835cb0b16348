import { describe, expect, test } from 'vitest'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { compare, recorded, render, tolerances } from './compare.ts'
import { openHost } from './host.ts'
import { Player } from './player.ts'
import { scripts } from './script.ts'

// In real time most of a scenario is waiting; on virtual time there is nothing to wait for.
describe('what upstream did, ours does', { concurrent: process.env[REAL_CLUSTER] !== undefined }, () => {
  test.each(scripts())('$name: $purpose', async script => {
    const host = await openHost(script.name)
    try {
      await host.startController()
      const taken = await (await Player.open(host, script)).play()
      expect(render(compare(recorded(script.name), taken, 'spine', tolerances()))).toBe('')
    } finally {
      await host.close()
    }
  })
})
