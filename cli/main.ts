#!/usr/bin/env node
/** `slipway`: commands for people and pipelines. Errors of Argo CD are one JSON line on stderr and exit code 20, as with its own CLI. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Command } from 'commander'
import { renderActionCommands } from './argocd/commands.ts'
import { renderMigrateCommand } from './migrate/command.ts'
import { renderRehearseCommand } from './rehearse/command.ts'

const argoFailure = 20

const program = new Command('slipway').description('Progressive delivery for Kubernetes and Argo CD')
program.command('app').description('Applications of Argo CD').addCommand(renderActionCommands(process.stdout))
program.addCommand(renderRehearseCommand())
program.addCommand(renderMigrateCommand())

program
  .command('sandbox')
  .description('An embedded cluster; its own flags: slipway sandbox --help')
  .argument('[args...]')
  .allowUnknownOption()
  .helpOption(false)
  .action((args: string[]) => runSandbox(args))

/** In a process of its own: commands and the sandbox know nothing of each other. */
function runSandbox(args: readonly string[]): void {
  const main = join(import.meta.dirname, '../sandbox/main.ts')
  const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

try {
  await program.parseAsync()
} catch (error) {
  const line = { level: 'fatal', msg: (error as Error).message, time: new Date().toISOString() }
  process.stderr.write(`${JSON.stringify(line)}\n`)
  process.exitCode = argoFailure
}
