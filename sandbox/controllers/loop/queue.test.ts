import { expect, test } from 'vitest'
import { VirtualClock } from '../../clock/clock.ts'
import { startCluster } from '../../cluster.ts'
import { Queue } from './queue.ts'
import { View } from './view.ts'

test.each([
  ['that came while its sync ran is looked at again', 1, 2],
  ['that had passed when its sync began wakes nobody', 0, 1],
])('an instant %s', async (_, later, looks) => {
  const clock = new VirtualClock()
  const cluster = await startCluster({ clock, controllers: false })
  let seen = 0
  const sync = async () => {
    seen += 1
    const at = clock.now() + later
    if (seen === 1) await clock.advanceTo(clock.now() + 5)
    return seen === 1 ? at : undefined
  }
  const queue = new Queue('test', new View(cluster.api, clock), sync, line => expect.unreachable(line))
  const settle = async () => {
    while (!queue.isIdle()) await new Promise(resolve => setImmediate(resolve))
  }
  queue.add('default/a')
  await settle()
  await clock.advanceTo(clock.now() + 5, settle)
  expect(seen).toBe(looks)
  queue.stop()
  await cluster.stop()
})
