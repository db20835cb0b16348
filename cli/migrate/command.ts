/** `slipway migrate`: takes a running Deployment over, and gives it back. None of its commands writes to Git. */
import { Command } from 'commander'
import { renderPlanCommand } from './plan/command.ts'

export function renderMigrateCommand(): Command {
  return new Command('migrate')
    .description('Take a running Deployment over into a Rollout, and give it back')
    .addCommand(renderPlanCommand())
}
