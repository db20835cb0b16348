import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { startCluster } from './cluster.ts'

/** The command that runs the embedded cluster alone: its API server, the built-in controllers, and pod life. */
export const sandboxCommand = new Command('slipway sandbox')
  .description('run an embedded Kubernetes cluster in this process, on loopback')
  .option('--data <dir>', 'where the cluster is kept; a second start on the same folder carries on', '.slipway/cluster')
  .option('--port <n>', 'port of the Kubernetes API', portNumber, 6480)
  .option('--rbac', 'let RBAC objects decide who may do what (default: everybody may do everything)', false)
  .option('--bare', 'the API server alone, without the built-in controllers and pods that run', false)
  .action((flags: Flags) => runSandbox(flags).catch(error => sandboxCommand.error(`error: ${error.message}`)))

interface Flags {
  readonly data: string
  readonly port: number
  readonly rbac: boolean
  readonly bare: boolean
}

async function runSandbox({ data, port, rbac, bare }: Flags): Promise<void> {
  const folder = resolve(data)
  const cluster = await startCluster({ dir: join(folder, 'store'), port, rbac, controllers: !bare })
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, cluster.kubeconfig)
  console.log(
    `Kubernetes API  ${cluster.url}\nkubeconfig      ${kubeconfig}\ntry             kubectl --kubeconfig ${kubeconfig} get namespaces\nCtrl-C ends it.`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cluster.stop().then(() => process.exit(0)))
  }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new InvalidArgumentError('a port is a number from 0 to 65535; 0 takes a free one')
}

if (import.meta.main) await sandboxCommand.parseAsync()
