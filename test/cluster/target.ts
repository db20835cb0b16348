import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** The environment variable that names the kubeconfig of the real cluster; unset, the suites run on the embedded one. */
export const REAL_CLUSTER = 'SLIPWAY_CLUSTER'

/** What a server can do beyond what every server here can. Cases are chosen by these, never by a server's name. */
export interface Capabilities {
  /** Bodies of built-in kinds may be protobuf; a server without it answers 415. */
  readonly protobufBodies: boolean
  /** `pod-template-hash` of a Deployment is the value that Kubernetes' own controller computes. */
  readonly goTemplateHash: boolean
}

/** Impersonation of a user of group `somebodies` who has no right. */
export const SOMEBODY = { 'impersonate-user': 'somebody', 'impersonate-group': 'somebodies' }

/** An API server to hold against a suite. */
export interface Target {
  readonly url: string
  readonly token: string
  /** PEM of whoever signed the server's certificate; absent for http. */
  readonly authority?: string
  /** A file for kubectl and client libraries. */
  readonly kubeconfig: string
  readonly capabilities: Capabilities
  close(): Promise<void>
}

/** The cluster that a kubeconfig names; its current context must use a token, as ours and those of kind with a service account do. */
export function realTarget(kubeconfig: string): Target {
  const config = parse(readFileSync(kubeconfig, 'utf8'))
  const context = named(config.contexts, config['current-context']).context
  const { server, ...cluster } = named(config.clusters, context.cluster).cluster
  const { token } = named(config.users, context.user).user
  if (!token)
    throw new Error(`${kubeconfig}: users[${context.user}].user.token is missing; the suites sign in with a token`)
  return {
    url: server,
    token,
    authority: authorityOf(cluster),
    kubeconfig,
    capabilities: { protobufBodies: true, goTemplateHash: true },
    close: async () => {},
  }
}

function authorityOf(cluster: Record<string, string>): string {
  const data = cluster['certificate-authority-data']
  if (data) return Buffer.from(data, 'base64').toString()
  return readFileSync(cluster['certificate-authority']!, 'utf8')
}

// biome-ignore lint/suspicious/noExplicitAny: entries of a kubeconfig
function named(list: any[], name: string): any {
  const found = list.find(entry => entry.name === name)
  if (!found) throw new Error(`kubeconfig: nothing is called ${name}`)
  return found
}
