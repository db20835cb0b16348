import { afterAll, describe, expect, test } from 'vitest'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { compare, recorded, render, tolerances } from './compare.ts'
import { embeddedHost } from './embedded.ts'
import { Player } from './player.ts'
import { realHost } from './real.ts'
import { scripts } from './script.ts'

const kubeconfig = process.env[REAL_CLUSTER]
const detail = 'spine'

if (kubeconfig) {
  const host = await realHost(kubeconfig)
  afterAll(() => host.close())
  describe.concurrent('as upstream did it, on a real cluster', () => {
    test.each(scripts())('$name: $purpose', async script => {
      const taken = await new Player(host, script).play()
      expect(render(compare(recorded(script.name), taken, detail, tolerances()))).toBe('')
    })
  })
} else {
  describe('as upstream did it, on the embedded cluster', () => {
    test.each(scripts())('$name: $purpose', async script => {
      const host = await embeddedHost()
      try {
        const taken = await new Player(host, script).play()
        expect(render(compare(recorded(script.name), taken, detail, tolerances()))).toBe('')
      } finally {
        await host.close()
      }
    })
  })
}
