/** `slipway app actions list|run`: names, flags, silence and exit codes of Argo CD's CLI. */
import { Command } from 'commander'
import { stringify } from 'yaml'
import { renderTable } from '../table.ts'
import { type ListedAction, listActions, runAction } from './actions.ts'
import type { Selection } from './resources.ts'
import { Server } from './server.ts'

interface Flags extends Selection {
  readonly server: string
  readonly authToken?: string
  readonly appNamespace?: string
  readonly output: string
}

export interface Output {
  write(text: string): void
}

function withFlags(command: Command): Command {
  return command
    .option('--group <group>', 'only resources of this API group')
    .option('--namespace <namespace>', 'only resources in this namespace')
    .option('--resource-name <name>', 'only the resource of this name')
    .option('-N, --app-namespace <namespace>', 'namespace of the application itself')
    .option('--server <url>', 'URL of Argo CD', process.env.ARGOCD_SERVER_URL ?? 'http://127.0.0.1:3100')
    .option('--auth-token <token>', 'token of Argo CD', process.env.ARGOCD_AUTH_TOKEN)
}

export function renderActionCommands(out: Output): Command {
  const actions = new Command('actions').description('Actions of an application’s resources, run by Argo CD.')
  withFlags(actions.command('list').argument('<app>').description('List the actions that resources offer'))
    .option('--kind <kind>', 'only resources of this kind')
    .option('-o, --output <format>', 'json, yaml or wide', 'wide')
    .action(async (application: string, flags: Flags) => {
      const listed = await listActions(new Server(flags), application, flags, flags.appNamespace)
      out.write(renderList(listed, flags.output))
    })
  withFlags(
    actions
      .command('run')
      .argument('<app>')
      .argument('<action>')
      .description('Run an action; prints nothing when it was taken'),
  )
    .requiredOption('--kind <kind>', 'kind of the resource')
    .option('--all', 'run it on every resource that matches')
    .action((application: string, action: string, flags: Flags) =>
      runAction(new Server(flags), application, action, flags, flags.appNamespace),
    )
  return actions
}

function renderList(listed: readonly ListedAction[], format: string): string {
  if (format === 'json') return `${JSON.stringify(listed, null, 2)}\n`
  if (format === 'yaml') return stringify(listed)
  if (format !== 'wide') throw new Error(`unknown output format: ${format}: give json, yaml or wide`)
  return renderTable([
    ['GROUP', 'KIND', 'NAME', 'ACTION', 'DISABLED'],
    ...listed.map(({ Group, Kind, Name, Action, Disabled }) => [Group, Kind, Name, Action, String(Disabled)]),
  ])
}
