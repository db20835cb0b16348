/** `slipway migrate`: takes a running Deployment over, and gives it back. None of its commands writes to Git. */
import { Command } from 'commander'
import { renderApplyCommand } from './apply/command.ts'
import { renderPlanCommand } from './plan/command.ts'
import { renderRevertCommand } from './revert/command.ts'
import { renderStatusCommand } from './status/command.ts'

export function renderMigrateCommand(): Command {
  return new Command('migrate')
    .description('Take a running Deployment over into a Rollout, and give it back')
    .addCommand(renderPlanCommand())
    .addCommand(renderApplyCommand())
    .addCommand(renderStatusCommand())
    .addCommand(renderRevertCommand())
}
