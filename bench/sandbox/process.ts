/** The embedded cluster in a process of its own, so that its memory can be read. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface SandboxProcess {
  readonly kubeconfig: string
  /** From the start of the process until it answers, in milliseconds. */
  readonly startup: number
  /** Resident memory in MiB. */
  rss(): number
  stop(): Promise<void>
}

/** `bare`: the API server alone; `whole`: with its controllers, and pods that live. */
export async function startSandbox(what: 'bare' | 'whole' = 'bare'): Promise<SandboxProcess> {
  const data = mkdtempSync(join(tmpdir(), 'slipway-bench-'))
  const main = join(import.meta.dirname, '../../sandbox/main.ts')
  const began = performance.now()
  const child = spawn(process.execPath, [main, '--port', '0', '--data', data, ...(what === 'bare' ? ['--bare'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')])
  if (typeof line !== 'string') throw new Error(`the sandbox did not start: exit code ${line}`)
  const startup = performance.now() - began
  return {
    kubeconfig: join(data, 'kubeconfig'),
    startup,
    rss: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(data, { recursive: true })
    },
  }
}
