/**
 * Row `growth`: what the controller's heap holds after thousands of updates of Rollouts that come and go; what it kept of each for ever would show.
 * It runs in this process, where the heap can be measured right after a collection; the embedded cluster is a process of its own.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '../../controller/client/client.ts'
import { realClock } from '../../controller/clock.ts'
import { startController } from '../../controller/controller.ts'
import { silent } from '../../controller/log.ts'
import { startSandbox } from '../sandbox/process.ts'
import { renderTable } from '../table.ts'
import { Fleet, ROLLOUTS } from './fleet.ts'

/** Rounds of one update of each Rollout, in parts; the first part is for caches and compiled code. */
const PARTS = 8
const ROUNDS_OF_A_PART = 5
/** Bytes that an update may leave behind: one ReplicaSet that is kept would be more. What comes and goes with the last minutes is half of it. */
const GOAL = 2000

/** Returns whether nothing of an update is kept. */
export async function growthRow(): Promise<boolean> {
  const sandbox = await startSandbox('whole')
  const [client, own] = [await createClient(sandbox), await createClient(sandbox)]
  const controller = await startController({ client, clock: realClock, log: silent })
  try {
    return report(await measure(new Fleet(own)))
  } finally {
    await controller.stop()
    for (const each of [client, own]) each.close()
    await sandbox.stop()
  }
}

/** Bytes of the heap after each part. */
async function measure(fleet: Fleet): Promise<readonly number[]> {
  await fleet.create()
  const heaps: number[] = []
  for (let part = 0; part < PARTS; part += 1) {
    for (let round = 0; round < ROUNDS_OF_A_PART; round += 1) await fleet.change()
    heaps.push(heapUsed())
  }
  return heaps
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

function report(heaps: readonly number[]): boolean {
  const updates = (part: number) => (part + 1) * ROUNDS_OF_A_PART * ROLLOUTS
  const lines = heaps.map((bytes, part) => [String(updates(part)), (bytes / 2 ** 20).toFixed(2)])
  console.log(renderTable([['updates', 'heap, MiB'], ...lines]))
  const left = slope(heaps.slice(1)) / (ROUNDS_OF_A_PART * ROLLOUTS)
  console.log(`an update leaves ${left.toFixed(0)} bytes behind, goal less than ${GOAL}`)
  return left < GOAL
}

/** Of the line through the values that is nearest to them. */
function slope(values: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
  const [x, y] = [mean([...values.keys()]), mean(values)]
  const rise = values.reduce((sum, value, index) => sum + (index - x) * (value - y), 0)
  return rise / values.reduce((sum, _, index) => sum + (index - x) ** 2, 0)
}
