/** The command line of `npm start`. */
import { Command, InvalidArgumentError } from 'commander'

export interface DemoFlags {
  /** Folder that holds everything: cluster state, kubeconfig, Git working tree. */
  readonly data: string
  /** Port of the page and of Argo CD's API; the embedded Kubernetes API listens on the next one. */
  readonly port: number
  /** A cluster to use instead of the embedded one. */
  readonly kubeconfig?: string
  readonly installCrds: boolean
  readonly playNodes: boolean
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65534)
    throw new InvalidArgumentError(`"${text}" is not a port: give a whole number from 1 to 65534.`)
  return port
}

export function parseFlags(argv: readonly string[]): DemoFlags {
  return new Command('npm start --')
    .description(
      'An embedded cluster, a Git repository, an Argo CD stand-in, the controller and a page, in one process on loopback.',
    )
    .option('--data <dir>', 'folder for cluster state, kubeconfig and Git working tree', '.slipway')
    .option('--port <n>', 'port of the page; the Kubernetes API takes the next one', parsePort, 3100)
    .option('--kubeconfig <file>', 'run against this cluster instead of the embedded one')
    .option('--install-crds', 'with --kubeconfig: install the CRDs if they are missing', false)
    .option('--play-nodes', 'with --kubeconfig: play scheduler and kubelet, for a control plane without nodes', false)
    .parse(argv as string[], { from: 'user' })
    .opts<DemoFlags>()
}
