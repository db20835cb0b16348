// npm run soak [-- SCHEDULES]: random schedules over the decision core, a million by default, shared among the processors.
// Prints the seed of each share, with the command that repeats it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
// Threads end with their process; worker processes would outlive a soak that is ended from outside.
const TESTS = ['run', '--project', 'unit', '--pool=threads', '--maxWorkers=1', 'core/simulate', 'core/workload']

const schedules = Number(process.argv[2] ?? 1_000_000)
if (!Number.isInteger(schedules) || schedules < 1) {
  console.error(
    `soak: "${process.argv[2]}" is no number of schedules; give a whole number above 0, or none for a million`,
  )
  process.exit(2)
}
const shares = Math.min(availableParallelism(), schedules)

function start(): ChildProcess {
  const share = { SLIPWAY_SCHEDULES: `${Math.ceil(schedules / shares)}`, SLIPWAY_SEED: `${randomInt(2 ** 31)}` }
  console.log(
    `SLIPWAY_SCHEDULES=${share.SLIPWAY_SCHEDULES} SLIPWAY_SEED=${share.SLIPWAY_SEED} npx vitest ${TESTS.join(' ')}`,
  )
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  return spawn(process.execPath, [vitest, ...TESTS], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...share } })
}

const running = Array.from({ length: shares }, start)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    for (const each of running) each.kill(signal)
  })
const codes = await Promise.all(running.map(async each => (await once(each, 'exit'))[0]))
process.exitCode = codes.every(code => code === 0) ? 0 : 1
