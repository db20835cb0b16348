/** What all commands of the kit have in common: which cluster, which namespace, how they end. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Client, createClient } from '../../controller/client/client.ts'
import { parseDuration } from '../../core/kube/duration.ts'

/** `underWay`: nothing is wrong, and it is not over. */
export const exitCodes = { done: 0, trouble: 1, underWay: 2 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export interface ClusterFlags {
  readonly kubeconfig?: string
  readonly context?: string
  readonly namespace?: string
}

export interface OutputFlags {
  readonly output: 'text' | 'json'
}

export interface WaitFlags {
  /** Milliseconds. */
  readonly timeout: number
  readonly evenIfManaged?: boolean
}

export const timeoutOption = () =>
  new Option('--timeout <duration>', 'how long to wait, for example 90s or 10m')
    .argParser(text => durationOf('--timeout', text))
    .default(600_000, '10m')

export const managedOption = () =>
  new Option('--even-if-managed', 'act although an Argo CD Application owns the Deployment and may undo it')

function durationOf(flag: string, text: string): number {
  const duration = parseDuration(text)
  if (duration === undefined || duration < 0)
    throw new InvalidArgumentError(`${flag} ${text}: no duration; write for example 90s or 10m`)
  return duration
}

export function withClusterFlags(command: Command): Command {
  return command
    .option('-n, --namespace <namespace>', 'absent: that of the kubeconfig’s context')
    .option('--kubeconfig <file>', 'absent: $KUBECONFIG, ~/.kube/config, then the pod’s service account')
    .option('--context <name>', 'context of the kubeconfig')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.trouble))
}

export const outputOption = () => new Option('-o, --output <format>').choices(['text', 'json']).default('text')

/** What cannot be done is one line on stderr, and trouble. */
export async function runWith(
  name: string,
  { kubeconfig, context, namespace }: ClusterFlags,
  run: (client: Client, namespace: string) => Promise<ExitCode>,
): Promise<void> {
  try {
    const connection = { ...(kubeconfig && { kubeconfig }), ...(context && { context }) }
    const client = await createClient({ ...connection, userAgent: 'slipway-migrate' })
    try {
      process.exitCode = await run(client, namespace ?? client.namespace ?? 'default')
    } finally {
      client.close()
    }
  } catch (error) {
    process.stderr.write(`slipway migrate ${name}: ${(error as Error).message}\n`)
    process.exitCode = exitCodes.trouble
  }
}
