import type { Api } from './api.ts'
import { ADMIN_TOKEN } from './auth/user.ts'
import { type Clock, realClock } from './clock/clock.ts'
import { startControllers } from './controllers/index.ts'
import type { Fault } from './fault/fault.ts'
import { Faults } from './fault/faults.ts'
import { startPodLife } from './podlife/index.ts'
import { bootObjects } from './server/boot.ts'
import type { Cluster } from './server/cluster.ts'
import { serveCustomResources } from './server/crd.ts'
import { Frontend } from './server/frontend.ts'
import { HttpServer } from './server/http.ts'
import { Kinds } from './server/kinds.ts'
import { Load } from './server/load.ts'
import { LocalApi } from './server/local-api.ts'
import { randomFrom } from './server/random.ts'
import { Journal } from './store/journal.ts'
import { Store } from './store/store.ts'

export interface ClusterOptions {
  /** Default: the machine's. With any other clock, uids and generated names come out the same each time. */
  readonly clock?: Clock
  /** Where the cluster's objects are kept; in memory alone without it. */
  readonly dir?: string
  /** Default: a free one. */
  readonly port?: number
  readonly faults?: readonly Fault[]
  /** Whether RBAC objects decide what a user may do. Default: everybody may do everything. */
  readonly rbac?: boolean
  /** Whether the built-in controllers and pod life run. Default: yes. */
  readonly controllers?: boolean
  /** How many changes a watch can be resumed from. */
  readonly history?: number
  /** Takes a line about each failed pass of a built-in controller; standard error when absent. */
  readonly log?: (line: string) => void
}

export interface RunningCluster {
  readonly url: string
  readonly port: number
  /** The text of a kubeconfig file that points here. */
  readonly kubeconfig: string
  /** The API in the process. `userAgent` is the field manager of what it writes. */
  readonly api: Api
  apiAs(userAgent: string): Api
  readonly faults: Faults
  /** No request is under way, every watch event has been handed over, and no controller has anything to do before the clock moves. */
  idle(): boolean
  watchEventsSent(): number
  /** Breaks all connections, as when the server dies; what `dir` holds is complete at any time. */
  stop(): Promise<void>
}

/** An embedded cluster: the API server on a port, the built-in controllers, and pod life in place of nodes. */
export async function startCluster(options: ClusterOptions = {}): Promise<RunningCluster> {
  const cluster = openCluster(options)
  bootObjects(cluster)
  serveCustomResources(cluster)
  const load = new Load()
  const faults = new Faults(cluster.random, options.faults)
  const frontend = new Frontend(cluster, faults, load)
  const server = new HttpServer(frontend)
  const port = await server.listen(options.port ?? 0).catch(error => {
    cluster.store.close()
    throw error
  })
  const url = `http://127.0.0.1:${port}`
  const inside = options.controllers === false ? [] : startInside(frontend, cluster.clock, options)
  return {
    url,
    port,
    kubeconfig: renderKubeconfig(url),
    api: new LocalApi(frontend, 'slipway-sandbox'),
    apiAs: userAgent => new LocalApi(frontend, userAgent),
    faults,
    idle: () => load.isIdle() && inside.every(part => part.idle()),
    watchEventsSent: () => load.sent,
    async stop() {
      for (const part of inside) part.stop()
      await server.stop()
      cluster.store.close()
    },
  }
}

function openCluster(options: ClusterOptions): Cluster {
  const clock = options.clock ?? realClock
  const store = new Store({
    ...(options.dir !== undefined && { journal: new Journal(options.dir) }),
    ...(options.history !== undefined && { window: options.history }),
  })
  // A second start on a folder must not repeat the uids and names of the first.
  const random = clock === realClock ? Math.random : randomFrom(1 + store.revision)
  return { store, kinds: new Kinds(), clock, random, rbac: options.rbac ?? false }
}

interface Part {
  stop(): void
  idle(): boolean
}

/** Under the names that their real counterparts write with. */
function startInside(frontend: Frontend, clock: Clock, { log }: ClusterOptions): Part[] {
  return [
    startControllers(new LocalApi(frontend, 'kube-controller-manager'), clock, log ? { log } : {}),
    startPodLife(new LocalApi(frontend, 'kubelet'), clock),
  ]
}

function renderKubeconfig(server: string): string {
  return `apiVersion: v1
kind: Config
current-context: slipway
clusters:
  - name: slipway
    cluster:
      server: ${server}
      insecure-skip-tls-verify: true
users:
  - name: slipway
    user:
      token: ${ADMIN_TOKEN}
contexts:
  - name: slipway
    context:
      cluster: slipway
      user: slipway
      namespace: default
`
}
