/** A team with a running Deployment, the kit as a process and as functions, and a checkout that nobody may write into. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '../../controller/client/client.ts'
import type { KubeObject } from '../../sandbox/api.ts'
import { ADMIN_TOKEN } from '../../sandbox/auth/user.ts'
import { seedRepository } from '../../sandbox/git/repository.ts'
import { Objects } from '../scenarios/harness/objects.ts'
import { deployment, service } from '../scenarios/harness/rollouts.ts'
import { Stage } from '../scenarios/harness/stage.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export const autoscaler = (target = 'legacy'): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'legacy', annotations: { 'sandbox.slipway.dev/metrics': '{"cpu": {"utilization": 60}}' } },
  spec: {
    minReplicas: 4,
    maxReplicas: 8,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
  },
})

export class Kit {
  readonly stage: Stage
  readonly objects: Objects
  readonly client: Client
  readonly said: string[] = []
  private readonly folder = mkdtempSync(join(tmpdir(), 'migrate-'))

  private constructor(stage: Stage, client: Client) {
    this.stage = stage
    this.objects = new Objects(stage)
    this.client = client
    writeFileSync(join(this.folder, 'kubeconfig'), stage.cluster.kubeconfig)
  }

  /** With the Deployment `legacy` of four pods, and what else is given. */
  static async open(...more: KubeObject[]): Promise<Kit> {
    const stage = await Stage.open()
    const client = await createClient({ server: stage.cluster.url, token: ADMIN_TOKEN, clock: stage.clock })
    const kit = new Kit(stage, client)
    for (const object of [deployment(), service('web'), ...more]) await kit.objects.apply(object)
    await stage.advance('30s')
    return kit
  }

  async close(): Promise<void> {
    this.client.close()
    await this.stage.close()
    rmSync(this.folder, { recursive: true })
  }

  readonly say = (text: string): void => void this.said.push(text)

  /** `slipway migrate ...` as a process of its own. The clock of the cluster stands still meanwhile. */
  run(...args: readonly string[]): Promise<Ended> {
    const main = new URL('../../cli/main.ts', import.meta.url).pathname
    const all = [main, 'migrate', ...args, '--kubeconfig', join(this.folder, 'kubeconfig')]
    return new Promise(resolve => {
      execFile(process.execPath, all, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
    })
  }

  /** Lets time pass until it has an answer. */
  async whileTimePasses<T>(answer: Promise<T>): Promise<T> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    answer.then(over, over)
    while (!isOver) await this.stage.advance('500ms')
    return answer
  }

  /** A checkout with its git. */
  async checkout(files: Readonly<Record<string, string>>): Promise<string> {
    const dir = join(this.folder, 'checkout')
    mkdirSync(dir)
    await seedRepository(dir, files)
    return dir
  }

  path(name: string): string {
    return join(this.folder, name)
  }
}

/** Every file with its bytes and its time, git's own among them. */
export function digestOf(dir: string): Record<string, string> {
  const files = globSync('{*,.*}/**', { cwd: dir }).concat(globSync('*', { cwd: dir }))
  const found = [...new Set(files)].filter(file => statSync(join(dir, file)).isFile()).sort()
  const digest = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(dir, file)))
      .digest('hex')
  return Object.fromEntries(found.map(file => [file, `${digest(file)} ${statSync(join(dir, file)).mtimeMs}`]))
}

/** A play with a kit of its own. */
export function withKit(play: (kit: Kit) => Promise<void>, ...more: KubeObject[]): () => Promise<void> {
  return async () => {
    const kit = await Kit.open(...more)
    try {
      await play(kit)
    } finally {
      await kit.close()
    }
  }
}
