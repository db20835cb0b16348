import type { KubeConfig } from '@kubernetes/client-node/dist/config.js'
import type { KubeconfigOptions } from './credentials.ts'
import { messageOf } from './error.ts'

/** Reads the kubeconfig and lays kubectl's connection flags over it. Throws with the flag that cannot be honoured. */
export async function loadKubeconfig(options: KubeconfigOptions): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js')
  const config = new KubeConfig()
  if (options.kubeconfig) loadFile(config, options.kubeconfig)
  // A server given by hand needs no kubeconfig, and must not get the credentials of another cluster by accident.
  else if (options.server)
    config.loadFromClusterAndUser({ name: 'flags', server: options.server, skipTLSVerify: false }, { name: 'flags' })
  else config.loadFromDefault()
  if (options.context) {
    if (!config.getContextObject(options.context))
      throw new Error(`--context ${options.context}: no such context in the kubeconfig`)
    config.setCurrentContext(options.context)
  }
  return overlaid(options) ? overlay(config, options) : config
}

function loadFile(config: KubeConfig, file: string): void {
  try {
    config.loadFromFile(file)
  } catch (error) {
    throw new Error(`--kubeconfig ${file}: ${messageOf(error)}`)
  }
}

const overlaid = (o: KubeconfigOptions) =>
  [o.cluster, o.user, o.server, o.token, o.as, o.insecureSkipTlsVerify, o.certificateAuthority].some(Boolean)

function overlay(config: KubeConfig, options: KubeconfigOptions): KubeConfig {
  const context = config.getContextObject(config.getCurrentContext())
  const cluster = options.cluster ? config.getCluster(options.cluster) : config.getCurrentCluster()
  const user = options.user ? config.getUser(options.user) : config.getCurrentUser()
  if (options.cluster && !cluster) throw new Error(`--cluster ${options.cluster}: no such cluster in the kubeconfig`)
  if (options.user && !user) throw new Error(`--user ${options.user}: no such user in the kubeconfig`)
  const name = 'flags'
  config.loadFromOptions({
    clusters: [
      {
        ...cluster,
        name,
        server: options.server ?? cluster?.server,
        skipTLSVerify: options.insecureSkipTlsVerify ?? cluster?.skipTLSVerify ?? false,
        ...(options.certificateAuthority ? { caFile: options.certificateAuthority, caData: undefined } : {}),
      },
    ],
    users: [
      {
        ...user,
        name,
        ...(options.token ? { token: options.token } : {}),
        ...(options.as ? { impersonateUser: options.as } : {}),
      },
    ],
    contexts: [{ name, cluster: name, user: name, namespace: context?.namespace }],
    currentContext: name,
  })
  return config
}
