/** `slipway migrate plan`: exit code 0 when nothing stands in the way, 1 when something does or it cannot be said. */
import { Command } from 'commander'
import type { Client } from '../../../controller/client/client.ts'
import { realClock } from '../../../controller/clock.ts'
import {
  type ClusterFlags,
  type ExitCode,
  exitCodes,
  type OutputFlags,
  outputOption,
  runWith,
  withClusterFlags,
} from '../options.ts'
import { applyOut, checkPatchFlags, type PatchFlags, renderDiffs, withPatchFlags } from '../patches/flags.ts'
import { hasErrors } from '../preflight/preflight.ts'
import { renderFindings } from '../preflight/render.ts'
import { type WishFlags, wishOf, withWishFlags } from '../rollout/flags.ts'
import { makePlan, type Plan } from './plan.ts'
import { renderJson, renderPlan } from './render.ts'

interface Flags extends ClusterFlags, OutputFlags, WishFlags, PatchFlags {}

export function renderPlanCommand(): Command {
  const command = new Command('plan')
    .argument('<deployment>')
    .description(
      'Say what stands in the way of a Rollout for this Deployment, what would happen, and what to commit; only reads',
    )
    .addOption(outputOption())
  return withPatchFlags(withWishFlags(withClusterFlags(command))).action((deployment: string, flags: Flags) =>
    runWith('plan', flags, (client, namespace) => plan(client, namespace, deployment, flags)),
  )
}

async function plan(client: Client, namespace: string, deployment: string, flags: Flags): Promise<ExitCode> {
  checkPatchFlags(flags)
  const asked = { namespace, deployment, wish: wishOf(deployment, flags), repository: flags.repo }
  const made = await makePlan(client, realClock, asked)
  if (flags.diff) process.stderr.write(renderFindings(made.findings.filter(({ severity }) => severity !== 'info')))
  process.stdout.write(textOf(made, flags) + applyOut(made.commits, flags))
  return hasErrors(made.findings) ? exitCodes.trouble : exitCodes.done
}

function textOf(plan: Plan, flags: Flags): string {
  if (flags.diff) return renderDiffs(plan.commits)
  return flags.output === 'json' ? renderJson(plan) : renderPlan(plan, flags)
}
