/** `npm start -- --kubeconfig FILE`: the controller, the page and the Argo CD stand-in on a cluster that was there before. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startControlPlane } from '../cluster/controlplane.ts'
import { embeddedTarget } from '../cluster/embedded.ts'
import { renderKubeconfig } from '../cluster/kubeconfig.ts'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { Slipway } from './slipway.ts'

interface OwnCluster {
  readonly kubeconfig: string
  close(): Promise<void>
}

/** One without our CRDs and without nodes. The real one is its own: the recordings of `npm run test:cluster` suffer no second controller. */
async function openCluster(): Promise<OwnCluster> {
  if (!process.env[REAL_CLUSTER]) return embeddedTarget()
  const { kubeconfig, stop } = await startControlPlane()
  return { kubeconfig, close: stop }
}

let cluster: OwnCluster
let slipway: Slipway | undefined
beforeAll(async () => {
  cluster = await openCluster()
})
afterAll(async () => {
  await slipway?.stop()
  await cluster.close()
})

const soon = { timeout: 60_000 }
const start = (...flags: string[]) => Slipway.start(['--kubeconfig', cluster.kubeconfig, ...flags])

test('a cluster without the CRDs is told from the others, with the remedy', async () => {
  await expect(start()).rejects.toThrow(/lacks .*rollouts\.argoproj\.io: add --install-crds/)
})

test('a file that is missing and a cluster that does not answer are told', async () => {
  await expect(Slipway.start(['--kubeconfig', 'missing.yaml'])).rejects.toThrow(
    /--kubeconfig missing\.yaml: .*no such file/,
  )
  const folder = mkdtempSync(join(tmpdir(), 'slipway-silent-'))
  const silent = join(folder, 'kubeconfig')
  writeFileSync(silent, JSON.stringify(renderKubeconfig('http://127.0.0.1:9', 'none')))
  await expect(Slipway.start(['--kubeconfig', silent])).rejects.toThrow(/the cluster does not answer .*: start it/)
  rmSync(folder, { recursive: true })
})

test('with --install-crds the guestbook is delivered from Git, by a canary that waits for a person', async () => {
  slipway = await start('--install-crds', '--play-nodes')
  const health = () => slipway!.health('guestbook')
  await expect.poll(health, soon).toBe('Healthy')
  slipway.commit('guestbook/rollout.yaml', 'guestbook:1', 'guestbook:2')
  await expect.poll(health, soon).toBe('Suspended')
  await slipway.resume('guestbook', 'guestbook-ui')
  await expect.poll(health, soon).toBe('Healthy')
})
