/** `npm start` as a process of its own, used from outside as a person would: HTTP, git, kubectl where there is one. Real time. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind, read where a test knows the field
type KubeObject = any

export class Slipway {
  readonly dir = mkdtempSync(join(tmpdir(), 'slipway-e2e-'))
  private readonly port: number
  private readonly flags: readonly string[]
  private process: ChildProcess | undefined
  output = ''

  private constructor(port: number, flags: readonly string[]) {
    this.port = port
    this.flags = flags
  }

  /** With flags beside those of the folder and the port. Rejects with what it printed when it ends instead of starting. */
  static async start(flags: readonly string[] = []): Promise<Slipway> {
    const slipway = new Slipway(await freePortPair(), flags)
    try {
      await slipway.start()
    } catch (error) {
      await slipway.stop()
      throw error
    }
    return slipway
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get git(): string {
    return join(this.dir, 'git')
  }

  /** Starts on the same folder and port, and waits for /readyz. */
  async start(): Promise<void> {
    const args = ['demo/start.ts', '--data', this.dir, '--port', String(this.port), ...this.flags]
    const child = spawn(process.execPath, args, { cwd: root })
    this.process = child
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (this.output += data))
    await vi.waitUntil(
      async () => {
        if (child.exitCode !== null) throw new Error(`npm start ended: ${this.output}`)
        return (await fetch(`${this.url}/readyz`).catch(() => undefined))?.status === 200
      },
      { timeout: 30_000, interval: 100 },
    )
  }

  /** Resolves with the exit code once the process has ended. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process!
    const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
    child.kill(signal)
    return ended
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null && this.process.signalCode === null) await this.end('SIGKILL')
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** The Kubernetes API. */
  async kube(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<KubeObject> {
    const { server, token } = this.access()
    const answer = await fetch(server + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const object = (await answer.json()) as KubeObject
    if (!answer.ok) throw new Error(`${method} ${path}: ${object.message}`)
    return object
  }

  /** `kubectl apply -f`; without kubectl the same objects by server-side apply. */
  async apply(file: string): Promise<void> {
    if (hasKubectl()) {
      execFileSync('kubectl', ['--kubeconfig', join(this.dir, 'kubeconfig'), 'apply', '-f', file], { cwd: root })
      return
    }
    for (const document of parseAllDocuments(readFileSync(join(root, file), 'utf8'))) {
      const object = document.toJS()
      const query = '?fieldManager=e2e&force=true'
      await this.kube(
        'PATCH',
        pathOf(object.apiVersion, object.kind, object.metadata.name) + query,
        object,
        'application/apply-patch+yaml',
      )
    }
  }

  rollout(name: string): Promise<KubeObject> {
    return this.kube('GET', pathOf('argoproj.io/v1alpha1', 'Rollout', name))
  }

  service(name: string): Promise<KubeObject> {
    return this.kube('GET', pathOf('v1', 'Service', name))
  }

  /** A JSON merge patch of a Rollout or of its status, as the kubectl plugin sends it. */
  patch(apiVersion: string, kind: string, name: string, body: unknown, subresource = ''): Promise<KubeObject> {
    return this.kube('PATCH', pathOf(apiVersion, kind, name) + subresource, body, 'application/merge-patch+json')
  }

  /** Ready pods by the hash of their revision. */
  async readyPods(app: string): Promise<Record<string, number>> {
    const { items } = await this.kube('GET', `/api/v1/namespaces/default/pods?labelSelector=app%3D${app}`)
    const counts: Record<string, number> = {}
    for (const { metadata, status } of items) {
      const isReady = status?.conditions?.some((c: KubeObject) => c.type === 'Ready' && c.status === 'True')
      const hash = metadata.labels['rollouts-pod-template-hash'] ?? 'none'
      if (isReady && !metadata.deletionTimestamp) counts[hash] = (counts[hash] ?? 0) + 1
    }
    return counts
  }

  /** Health of the Rollout and of the application, as Argo CD's API tells it. */
  async health(application: string): Promise<string> {
    const answer = await fetch(`${this.url}/api/v1/applications/${application}`)
    return ((await answer.json()) as KubeObject).status.health.status
  }

  /** Changes a file of the working tree and commits it with git, as a user would. */
  commit(file: string, from: string, to: string): void {
    const path = join(this.git, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    execFileSync('sed', ['-i', `s|${from}|${to}|`, path])
    this.runGit('commit', '-qam', to)
  }

  runGit(...args: string[]): string {
    const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com']
    return execFileSync('git', ['-C', this.git, ...identity, ...args], { encoding: 'utf8' })
  }

  /** One digest for each file below .git: HEAD, refs, objects, index. */
  gitDigest(): Record<string, string> {
    const files = globSync('.git/**', { cwd: this.git }).filter(file => statSync(join(this.git, file)).isFile())
    const digest = (file: string) =>
      createHash('sha256')
        .update(readFileSync(join(this.git, file)))
        .digest('hex')
    return Object.fromEntries(files.sort().map(file => [file, digest(file)]))
  }

  /** What `npx slipway ...` printed. */
  async cli(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, ['cli/main.ts', ...args, '--server', this.url], { cwd: root })
    return stdout
  }

  /** Resumes a Rollout as a person at a command line does. @returns what was printed */
  resume(application: string, rollout: string): Promise<string> {
    return this.cli('app', 'actions', 'run', application, 'resume', '--kind', 'Rollout', '--resource-name', rollout)
  }

  private access(): { readonly server: string; readonly token: string } {
    const kubeconfig = parseAllDocuments(readFileSync(join(this.dir, 'kubeconfig'), 'utf8'))[0]!.toJS()
    return { server: kubeconfig.clusters[0].cluster.server, token: kubeconfig.users[0].user.token }
  }
}

function pathOf(apiVersion: string, kind: string, name: string): string {
  const prefix = apiVersion.includes('/') ? '/apis' : '/api'
  return `${prefix}/${apiVersion}/namespaces/default/${kind.toLowerCase()}s/${name}`
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Two neighbouring free ports: the page's and the Kubernetes API's. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const first = await portOf(0)
    if (first < 65_535 && (await portOf(first + 1).catch(() => 0))) return first
  }
}

function portOf(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = server.address() as { port: number }
      server.close(() => resolve(got))
    })
  })
}
