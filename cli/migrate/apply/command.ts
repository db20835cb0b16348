/** `slipway migrate apply`: exit code 0 done, 1 refused or in trouble, 2 still under way when the time was up. */
import { Command } from 'commander'
import type { Client } from '../../../controller/client/client.ts'
import { realClock } from '../../../controller/clock.ts'
import {
  type ClusterFlags,
  type ExitCode,
  exitCodes,
  managedOption,
  runWith,
  timeoutOption,
  type WaitFlags,
  withClusterFlags,
} from '../options.ts'
import { makePlan, type Plan } from '../plan/plan.ts'
import { hasErrors } from '../preflight/preflight.ts'
import { renderFindings } from '../preflight/render.ts'
import { type WishFlags, wishOf, withWishFlags } from '../rollout/flags.ts'
import { apply } from './apply.ts'

interface Flags extends ClusterFlags, WishFlags, WaitFlags {
  readonly dryRun?: boolean
  readonly wait?: boolean
}

export function renderApplyCommand(): Command {
  const command = new Command('apply')
    .argument('<deployment>')
    .description('Create the Rollout and point the autoscaler at it; refuses what plan finds an error')
    .option('--dry-run', 'ask the API server, store nothing')
    .option('--wait', 'follow it until the Deployment is drained')
    .addOption(timeoutOption())
    .addOption(managedOption())
  return withWishFlags(withClusterFlags(command)).action((deployment: string, flags: Flags) =>
    runWith('apply', flags, (client, namespace) => run(client, namespace, deployment, flags)),
  )
}

async function run(client: Client, namespace: string, deployment: string, flags: Flags): Promise<ExitCode> {
  const plan = await makePlan(client, realClock, { namespace, deployment, wish: wishOf(deployment, flags) })
  if (isRefused(plan, flags)) return exitCodes.trouble
  const patience = { clock: realClock, timeout: flags.timeout }
  const say = (text: string) => void process.stdout.write(text)
  return apply(plan, { client, patience, isDryRun: flags.dryRun === true, waits: flags.wait === true, say })
}

function isRefused({ findings, subject }: Plan, { evenIfManaged }: Flags): boolean {
  const isManaged = subject.owner !== undefined && !evenIfManaged
  const told = findings.filter(({ severity, code }) => severity !== 'info' || (isManaged && code === 'ManagedByArgoCD'))
  process.stderr.write(renderFindings(told))
  if (isManaged)
    process.stderr.write('nothing was applied: what Argo CD owns changes in Git; --even-if-managed overrides\n')
  else if (hasErrors(findings)) process.stderr.write('nothing was applied: there are errors\n')
  return isManaged || hasErrors(findings)
}
