import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assets, ToolMissing } from './build.ts'

export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** kubectl against one cluster and namespace, with a cache of its own. */
export class Kubectl {
  private readonly program = findKubectl()
  private readonly folder = mkdtempSync(join(tmpdir(), 'slipway-kubectl-'))
  private readonly always: readonly string[]

  constructor(kubeconfig: string, namespace: string) {
    this.always = ['--kubeconfig', kubeconfig, '--cache-dir', join(this.folder, 'cache'), '--namespace', namespace]
  }

  /** Whatever comes of it. */
  try(args: readonly string[], environment: Record<string, string> = {}): Promise<Result> {
    const env = { ...process.env, ...environment }
    return new Promise(done => {
      execFile(this.program, [...this.always, ...args], { env, timeout: 60_000 }, (error, out, err) =>
        done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      )
    })
  }

  /** What it printed; a failure is an error with what it said. */
  async run(...args: string[]): Promise<string> {
    const { code, out, err } = await this.try(args)
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${err || out}`)
    return out.trim()
  }

  /** A file with the object, for `-f`. */
  file(object: unknown): string {
    const path = join(this.folder, `${Math.random().toString(36).slice(2)}.json`)
    writeFileSync(path, JSON.stringify(object))
    return path
  }

  close(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** The one on PATH, else that of the control plane's build. Throws ToolMissing when there is neither. */
function findKubectl(): string {
  if (spawnSync('kubectl', ['version', '--client']).status === 0) return 'kubectl'
  try {
    return join(assets(), 'kubectl')
  } catch (error) {
    throw new ToolMissing(`there is no kubectl on PATH, and none could be built: ${(error as Error).message}`)
  }
}
