/** `slipway migrate revert`: exit code 0 given back, 1 refused or in trouble, 2 still under way when the time was up. */
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
import {
  applyOut,
  checkPatchFlags,
  type PatchFlags,
  renderCommits,
  renderDiffs,
  withPatchFlags,
} from '../patches/flags.ts'
import { makePatches } from '../patches/patches.ts'
import { commitReversal } from '../patches/reversal.ts'
import { renderFindings } from '../preflight/render.ts'
import { untilInterrupted } from '../waiting.ts'
import { gatherWayBack } from './gather.ts'
import { revert } from './revert.ts'

interface Flags extends ClusterFlags, WaitFlags, PatchFlags {
  readonly release?: boolean
  readonly wait: boolean
}

export function renderRevertCommand(): Command {
  const command = new Command('revert')
    .argument('<deployment|rollout>')
    .description(
      'Give the pods back to the Deployment, and delete the Rollout; with --diff or --out only make the patches of the way back',
    )
    .option('--release', 'no controller runs: scale the Deployment here, and let go of the Rollout')
    .option('--wait', 'wait until the Deployment is available and the Rollout is gone', true)
    .option('--no-wait', 'begin, and leave the rest to the controller')
    .addOption(timeoutOption())
    .addOption(managedOption())
  return withPatchFlags(withClusterFlags(command)).action((name: string, flags: Flags) =>
    runWith('revert', flags, (client, namespace) => run(client, namespace, name, flags)),
  )
}

async function run(client: Client, namespace: string, name: string, flags: Flags): Promise<ExitCode> {
  checkPatchFlags(flags)
  const { subject, rollout } = await gatherWayBack(client, namespace, name)
  const { commits, findings } = makePatches(subject, flags.repo, commitReversal)
  process.stderr.write(renderFindings(findings))
  process.stdout.write(flags.diff ? renderDiffs(commits) : renderCommits(commits, flags) + applyOut(commits, flags))
  if (flags.diff || flags.out !== undefined) return exitCodes.done
  if (subject.owner && !flags.evenIfManaged) {
    const text = `nothing was done in the cluster: Application ${subject.owner.name} owns the Deployment; commit these in their order, or use --even-if-managed\n`
    process.stderr.write(text)
    return exitCodes.trouble
  }
  const patience = { clock: realClock, timeout: flags.timeout, signal: untilInterrupted() }
  const say = (text: string) => void process.stdout.write(text)
  return revert(subject, rollout, { client, patience, isReleased: flags.release === true, waits: flags.wait, say })
}
