import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'

export interface Daemon {
  readonly program: string
  /** The end of its log, for an error message. */
  log(): string
  /** Resolves when it is gone. */
  stop(): Promise<void>
}

// The shell holds our pipe open and ends its child when the pipe closes: so nothing outlives us, however we end (kill -9 too).
const SUPERVISE = '"$@" & child=$!; cat >/dev/null; kill "$child" 2>/dev/null; wait "$child"'

/** Starts a program that ends with this process; its output goes to `logFile`. */
export function startDaemon(program: string, args: readonly string[], logFile: string): Daemon {
  const out = openSync(logFile, 'a')
  const shell = spawn('/bin/sh', ['-c', SUPERVISE, 'sh', program, ...args], {
    stdio: ['pipe', out, out],
    detached: true,
  })
  closeSync(out)
  return { program, log: () => tail(logFile), stop: () => stop(shell) }
}

async function stop(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null) return
  const ended = new Promise(done => shell.once('exit', done))
  shell.stdin!.end()
  await ended
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
}
