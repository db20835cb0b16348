/** Git as a tool for texts, far from any repository and from the user's settings. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

interface Answer {
  readonly code: number
  readonly text: string
}

/** Runs git in a folder of its own that holds these files, and removes it. */
export function runGit(files: Iterable<readonly [string, string]>, ...args: readonly string[]): Answer {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-'))
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      writeFileSync(join(cwd, path), text)
    }
    return run(cwd, args)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function run(cwd: string, args: readonly string[]): Answer {
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: dirname(cwd),
  }
  try {
    return {
      code: 0,
      text: execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    }
  } catch (error) {
    const { status, stdout, code } = error as { status?: number | null; stdout?: string; code?: string }
    if (code === 'ENOENT') throw new Error('git was not found; install it: differences are made by git')
    if (typeof status !== 'number' || status > 127) throw error
    return { code: status, text: stdout ?? '' }
  }
}
