import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { realClock } from '../../sandbox/clock/clock.ts'
import { startCluster } from '../../sandbox/cluster.ts'
import { startControllers } from '../../sandbox/controllers/index.ts'
import type { Target } from './target.ts'

/** An embedded cluster of its own, in real time, with the built-in controllers but nobody who plays the nodes: as the real one is started. */
export async function embeddedTarget(): Promise<Target> {
  const cluster = await startCluster({ rbac: true, controllers: false })
  const controllers = startControllers(cluster.apiAs('kube-controller-manager'), realClock)
  const folder = mkdtempSync(join(tmpdir(), 'slipway-embedded-'))
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, cluster.kubeconfig)
  return {
    url: cluster.url,
    token: parse(cluster.kubeconfig).users[0].user.token,
    kubeconfig,
    capabilities: { protobufBodies: false, goTemplateHash: false },
    async close() {
      controllers.stop()
      await cluster.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
