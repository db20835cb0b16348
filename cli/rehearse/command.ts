/** `slipway rehearse`: exit code 0 when every Rollout would go on as it is, 1 when some would not, 2 when it cannot be said. */
import { Command, Option } from 'commander'
import { createClient } from '../../controller/client/client.ts'
import { realClock } from '../../controller/clock.ts'
import { createLog } from '../../controller/log.ts'
import { rehearse } from './rehearse.ts'
import { renderJson, renderText, summaryOf } from './render.ts'

interface Flags {
  readonly kubeconfig?: string
  readonly context?: string
  readonly namespace?: string
  readonly instanceId: string
  readonly output: 'text' | 'json'
}

const failed = 2

export function renderRehearseCommand(): Command {
  return new Command('rehearse')
    .description('Say which Rollouts would get a new ReplicaSet if this controller took over now; only reads')
    .option('--kubeconfig <file>', 'absent: $KUBECONFIG, ~/.kube/config, then the pod’s service account')
    .option('--context <name>', 'context of the kubeconfig')
    .option('-n, --namespace <namespace>', 'only Rollouts of this namespace')
    .option('--instance-id <id>', 'as it will be given to the controller', '')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : failed))
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  try {
    process.exitCode = await rehearseFor(flags)
  } catch (error) {
    process.stderr.write(`slipway rehearse: ${(error as Error).message}\n`)
    process.exitCode = failed
  }
}

async function rehearseFor({ namespace, instanceId, output, ...connection }: Flags): Promise<number> {
  const client = await createClient({ ...connection, userAgent: 'slipway-rehearse' })
  const log = createLog({
    level: 'error',
    format: 'text',
    clock: realClock,
    write: line => process.stderr.write(line),
  })
  try {
    const findings = await rehearse({ client, clock: realClock, log, namespace, instanceId })
    process.stdout.write(output === 'json' ? renderJson(findings) : renderText(findings))
    const { newReplicaSets, switch: switched, startOver } = summaryOf(findings)
    return newReplicaSets + switched + startOver > 0 ? 1 : 0
  } finally {
    client.close()
  }
}
