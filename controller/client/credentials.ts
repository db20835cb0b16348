/**
 * Who we are and where the server is: the only place that knows @kubernetes/client-node. It reads kubeconfigs and speaks exec
 * plugins, OIDC and service account tokens; its request machinery is not used, since it opens a connection per request and
 * drops fields that its generated models do not know.
 */
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js'
import type { buildConnector, Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'

export interface KubeconfigOptions {
  /** A file; absent: $KUBECONFIG, ~/.kube/config, then the pod's service account. */
  readonly kubeconfig?: string
  readonly context?: string
  readonly cluster?: string
  readonly user?: string
  readonly server?: string
  readonly token?: string
  readonly as?: string
  readonly insecureSkipTlsVerify?: boolean
  readonly certificateAuthority?: string
}

export interface Session {
  readonly headers: { readonly [name: string]: string }
  readonly dispatcher: Dispatcher
}

type Connect = buildConnector.BuildOptions

/** Credentials are asked for again after this long: exec plugins and token files have their own idea of expiry. */
const freshFor = 30_000

export class Credentials {
  readonly server: URL
  readonly namespace: string | undefined
  private readonly config: KubeConfig
  private readonly clock: Clock
  private session: Promise<Session> | undefined
  private since = 0
  private key = ''
  private dispatcher: Dispatcher | undefined

  constructor(config: KubeConfig, clock: Clock) {
    const cluster = config.getCurrentCluster()
    if (!cluster)
      throw new Error(
        `kubeconfig: current-context ${JSON.stringify(config.getCurrentContext() ?? '')} names no cluster; choose one with --context`,
      )
    this.config = config
    this.clock = clock
    this.server = new URL(cluster.server)
    this.namespace = config.getContextObject(config.getCurrentContext())?.namespace
  }

  current(): Promise<Session> {
    if (this.session && this.clock.now() - this.since < freshFor) return this.session
    this.since = this.clock.now()
    this.session = this.authenticate()
    this.session.catch(() => this.forget())
    return this.session
  }

  /** After a 401: the next request authenticates anew. */
  forget(): void {
    this.session = undefined
  }

  async close(): Promise<void> {
    await this.dispatcher?.destroy()
  }

  private async authenticate(): Promise<Session> {
    const headers: { [name: string]: string } = {}
    let tls: object = {}
    // client-node would make a dispatcher for each call; it only gets to tell which TLS options it wants.
    const createDispatcher = (_: unknown, options: object): void => {
      tls = options
    }
    const setHeaderParam = (name: string, value: string): void => {
      headers[name] = value
    }
    Object.assign(this.config, { createDispatcher })
    await this.config.applySecurityAuthentication({ setHeaderParam, setDispatcher: () => undefined } as never)
    return { headers, dispatcher: await this.dispatcherFor(tls) }
  }

  /** One dispatcher for the process, replaced only when a client certificate was rotated. */
  private async dispatcherFor(tls: object): Promise<Dispatcher> {
    const key = JSON.stringify(tls)
    if (this.dispatcher && this.key === key) return this.dispatcher
    const old = this.dispatcher
    this.key = key
    this.dispatcher = await makeDispatcher(this.config, tls)
    old?.close().catch(() => undefined)
    return this.dispatcher
  }
}

async function makeDispatcher(config: KubeConfig, tls: object): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici')
  // Plain http with a token is refused by client-node unless TLS checks are off; here it is the user's own choice of server.
  const cluster = { ...config.getCurrentCluster()!, skipTLSVerify: true }
  const options = config.createDispatcherOptions(cluster, tls)
  switch (options.type) {
    case 'proxy':
      return new ProxyAgent({ uri: options.uri, requestTls: options.requestTls as Connect, allowH2: false })
    case 'socks':
      throw new Error(`kubeconfig: proxy-url ${options.uri}: SOCKS proxies are not supported, use an http(s) proxy`)
    default:
      return new Agent({ connect: (options.type === 'agent' ? options.connect : {}) as Connect, allowH2: false })
  }
}
