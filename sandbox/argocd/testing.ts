/** A stand-in on an embedded cluster without controllers, for tests: what the cluster holds is what a test puts there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api, KubeObject } from '../api.ts'
import { realClock } from '../clock/clock.ts'
import { type RunningCluster, startCluster } from '../cluster.ts'
import { type Files, seedRepository } from '../git/repository.ts'
import type { Definition } from './application/definition.ts'
import { type ArgoCD, startArgoCD } from './index.ts'
import { serveRollouts } from './objects.ts'

const root = join(import.meta.dirname, '../..')

export interface Setup {
  readonly files: Files
  readonly application?: string
  readonly namespace?: string
  /** Default: the repository's own `manifests/argocd-cm.yaml`. */
  readonly customizations?: string
  readonly syncPolicy?: Definition['spec']['syncPolicy']
}

export class StandIn {
  readonly api: Api
  readonly url: string
  readonly repository: string
  readonly argocd: ArgoCD
  private readonly cluster: RunningCluster
  private readonly server: Server

  private constructor(cluster: RunningCluster, repository: string, argocd: ArgoCD, server: Server) {
    this.cluster = cluster
    this.api = cluster.api
    this.repository = repository
    this.argocd = argocd
    this.server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(setup: Setup): Promise<StandIn> {
    const cluster = await startCluster({ controllers: false })
    await serveRollouts(cluster.api)
    const namespace = setup.namespace ?? 'default'
    if (namespace !== 'default')
      await create(cluster.api, '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      })
    const repository = mkdtempSync(join(tmpdir(), 'slipway-argocd-'))
    await seedRepository(repository, setup.files)
    const argocd = await startArgoCD(optionsOf(setup, cluster.apiAs('argocd'), repository, namespace))
    const server = createServer(argocd.handle)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new StandIn(cluster, repository, argocd, server)
  }

  async stop(): Promise<void> {
    this.argocd.stop()
    this.server.closeAllConnections()
    this.server.close()
    await this.cluster.stop()
    rmSync(this.repository, { recursive: true })
  }

  create(path: string, object: KubeObject): Promise<KubeObject> {
    return create(this.api, path, object)
  }

  read(path: string): Promise<KubeObject> {
    return this.api.request({ method: 'GET', path })
  }

  patch(path: string, body: object): Promise<KubeObject> {
    return this.api.request({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: body as KubeObject,
    })
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init)
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  async json(path: string): Promise<any> {
    return (await this.fetch(path)).json()
  }
}

const create = (api: Api, path: string, body: KubeObject) => api.request({ method: 'POST', path, body })

function optionsOf(setup: Setup, api: Api, repository: string, namespace: string): Parameters<typeof startArgoCD>[0] {
  const source = { repoURL: 'https://git.example.org/apps.git', path: 'demo', targetRevision: 'main' }
  const destination = { server: 'https://kubernetes.default.svc', namespace }
  const spec = { project: 'default', source, destination, ...(setup.syncPolicy && { syncPolicy: setup.syncPolicy }) }
  return {
    api,
    clock: realClock,
    repository,
    applications: [{ name: setup.application ?? 'demo', spec }],
    customizations: setup.customizations ?? readFileSync(join(root, 'manifests/argocd-cm.yaml'), 'utf8'),
    extensions: join(root, 'sandbox/argocd/testdata/extensions'),
    page: join(root, 'sandbox/page'),
    // Tests look at Git when they say so.
    refreshMs: 3_600_000,
  }
}
