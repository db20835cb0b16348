/**
 * Who we are and where the server is: the only place that knows @kubernetes/client-node. It reads kubeconfigs and speaks exec
 * plugins, OIDC and service account tokens; its request machinery is not used, since it opens a connection per request and
 * drops fields that its generated models do not know.
 */

import http from 'node:http'
import https from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js'
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
  /** One for the process. */
  readonly agent: http.Agent
}

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
  private agent: http.Agent | undefined

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

  close(): void {
    this.agent?.destroy()
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
    return { headers, agent: this.agentFor(tls) }
  }

  /** Replaced only when a client certificate was rotated; what is under way on the old one goes on. */
  private agentFor(tls: object): http.Agent {
    const key = JSON.stringify(tls)
    if (!this.agent || this.key !== key) this.agent = makeAgent(this.config, tls)
    this.key = key
    return this.agent
  }
}

const keepAlive = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 64 }

function makeAgent(config: KubeConfig, tls: object): http.Agent {
  const cluster = config.getCurrentCluster()!
  const options = { ...tls, ...keepAlive }
  if (cluster.proxyUrl)
    return (config as unknown as ProxyMaker).createAgent({ ...cluster, skipTLSVerify: true }, options)
  // Plain http with a token is refused by client-node unless TLS checks are off; here it is the user's own choice of server.
  return cluster.server.startsWith('http:') ? new http.Agent(options) : new https.Agent(options)
}

/** client-node knows http, https and SOCKS proxies; the method is not part of its types. */
interface ProxyMaker {
  createAgent(cluster: object, options: object): http.Agent
}
