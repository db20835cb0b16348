/**
 * Row `announce`: how long it takes from a Deployment's change until its new generation stands on the Rollout that refers to it, alone and while
 * 500 other Rollouts change (users 4-L1). The controller is a process of its own, on the embedded cluster or, with a kubeconfig, on that one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Client, createClient } from '../../controller/client/client.ts'
import { startSandbox } from '../sandbox/process.ts'
import { renderTable } from '../table.ts'
import { changeDeployment, changeOthers, clean, fill, namespace, OTHERS, PAIRS, pairName, waiting } from './load.ts'
import { Witness } from './witness.ts'

/** Milliseconds: Argo CD waits that long between two waves before it asks for health. */
const GOAL = 2_000
/** Nothing takes longer than this, in milliseconds. */
const PATIENCE = 120_000

/** Returns whether even the slowest announcement took less than two seconds. */
export async function announceRow({ kubeconfig }: { readonly kubeconfig?: string }): Promise<boolean> {
  if (kubeconfig) return measure(kubeconfig, clean)
  const sandbox = await startSandbox()
  return measure(sandbox.kubeconfig, async () => {}).finally(() => sandbox.stop())
}

async function measure(kubeconfig: string, leave: (client: Client) => Promise<void>): Promise<boolean> {
  const client = await createClient({ kubeconfig })
  try {
    await fill(client)
    return await withController(kubeconfig, () => timed(client))
  } finally {
    await leave(client)
    client.close()
  }
}

async function withController<T>(kubeconfig: string, work: () => Promise<T>): Promise<T> {
  const main = join(import.meta.dirname, '../../controller/main.ts')
  const ports = ['--metricsPort', '0', '--healthzPort', '0']
  const args = ['--max-semi-space-size=2', main, '--kubeconfig', kubeconfig, '--leader-elect=false', ...ports]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    return await work()
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

async function timed(client: Client): Promise<boolean> {
  const witness = new Witness(client, namespace)
  try {
    await settled(client)
    const alone = await announcements(client, witness, 'alone')
    const storm = changeOthers(client, 'storm')
    const beside = await announcements(client, witness, 'beside')
    const left = await waiting(client)
    await storm
    console.log(
      renderTable([
        ['from the change to the write, ms', 'p50', 'p99', 'max'],
        [`${PAIRS} changes, one after the other`, ...figures(alone.announcements)],
        [`the same while ${OTHERS} Rollouts change`, ...figures(beside.announcements)],
        ['what these changes themselves took', ...figures(beside.writes)],
      ]),
    )
    console.log(`${left} of them waited for their turn when the last one was announced`)
    return Math.max(...beside.announcements) < GOAL
  } finally {
    witness.end()
  }
}

/** Until the controller has taken up everything. */
async function settled(client: Client): Promise<void> {
  for (const since = performance.now(); (await waiting(client)) > 0; await pause(500))
    if (performance.now() - since > PATIENCE) throw new Error('the controller does not come to rest')
}

/** In milliseconds, one for each Deployment. */
interface Times {
  readonly announcements: number[]
  /** What the change itself took, a write of this process: how busy the API server is. */
  readonly writes: number[]
}

async function announcements(client: Client, witness: Witness, setting: string): Promise<Times> {
  const times: Times = { announcements: [], writes: [] }
  for (let index = 0; index < PAIRS; index += 1) {
    const name = pairName(index)
    const began = performance.now()
    const generation = await changeDeployment(client, name, setting)
    const changed = performance.now()
    const seen = await inTime(witness.saw(`${namespace}/${name}`, generation), name)
    times.writes.push(changed - began)
    times.announcements.push(Math.max(0, seen - changed))
  }
  return times
}

async function inTime<T>(wanted: Promise<T>, name: string): Promise<T> {
  const ending = new AbortController()
  const late = pause(PATIENCE, undefined, { signal: ending.signal }).then(() => {
    throw new Error(`the generation of ${name} was never announced`)
  })
  late.catch(() => {})
  return Promise.race([wanted, late]).finally(() => ending.abort())
}

function figures(times: readonly number[]): readonly string[] {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
  return [at(0.5), at(0.99), at(1)].map(time => time.toFixed(0))
}
