// npm run test:cluster: the suites that fit a real cluster, on a real control plane started for them.
//   npm run test:cluster -- test/conformance       only those
//   KUBECONFIG=FILE npm run test:cluster -- --existing      on a running cluster instead; the suites make and delete namespaces and CRDs in it
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { HttpApi } from '../../sandbox/http-api.ts'
import { ToolMissing } from './build.ts'
import { collectorReady } from './collector.ts'
import { startControlPlane } from './controlplane.ts'
import { installCrds } from './crds.ts'
import { REAL_CLUSTER, realTarget } from './target.ts'

const ROOT = join(import.meta.dirname, '../..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const SUITES = ['test/conformance', 'test/recorded']
// Each starts a control plane of its own.
const ALONE = ['test/e2e/own-cluster', 'test/e2e/bare-api-server', 'test/e2e/migration']

async function main(given: readonly string[]): Promise<number> {
  const suites = given.filter(argument => argument !== '--existing')
  if (given.includes('--existing')) return await runSuites(existing(), suites.length > 0 ? suites : SUITES)
  const cluster = await startControlPlane()
  try {
    return await runSuites(cluster.kubeconfig, suites.length > 0 ? suites : [...SUITES, ...ALONE])
  } finally {
    await cluster.stop()
  }
}

function existing(): string {
  const file = process.env.KUBECONFIG
  if (!file) throw new ToolMissing('--existing: KUBECONFIG is not set; name the kubeconfig file of the cluster to use')
  return file
}

async function runSuites(kubeconfig: string, suites: readonly string[]): Promise<number> {
  const { url, token, authority } = realTarget(kubeconfig)
  const api = new HttpApi({ server: url, token, ...(authority && { ca: authority }) })
  await installCrds(api)
  await collectorReady(api)
  await api.close()
  const args = [VITEST, 'run', '--project', 'cluster', ...suites]
  const env = { ...process.env, [REAL_CLUSTER]: kubeconfig }
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ToolMissing)) throw error
  console.error(error.message)
  process.exitCode = 1
}
