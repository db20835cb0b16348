/** `slipway migrate status`: exit code 0 drained, 2 under way, 1 trouble, or it cannot be said. */
import { Command } from 'commander'
import { type ClusterFlags, type OutputFlags, outputOption, runWith, withClusterFlags } from '../options.ts'
import { renderStatus, renderStatusJson } from './render.ts'
import { gatherStanding } from './standing.ts'
import { exitCodeOf, judge } from './verdict.ts'

export function renderStatusCommand(): Command {
  const command = new Command('status')
    .argument('<deployment|rollout>')
    .description('Say where a migration stands; exit code 0 drained, 2 under way, 1 trouble')
    .addOption(outputOption())
  return withClusterFlags(command).action((name: string, flags: ClusterFlags & OutputFlags) =>
    runWith('status', flags, async (client, namespace) => {
      const standing = await gatherStanding(client, namespace, name)
      const verdict = judge(standing)
      process.stdout.write((flags.output === 'json' ? renderStatusJson : renderStatus)(standing, verdict))
      return exitCodeOf(verdict)
    }),
  )
}
