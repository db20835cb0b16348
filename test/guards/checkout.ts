/** A small copy of this project's own configuration in a temporary folder, so that a guard can be shown to fail without hurting the tree. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly output: string
}

/** Writes `files` beside the named configuration files, runs `tool` of node_modules/.bin there and tells how it ended. */
export function runIn(
  config: readonly string[],
  files: Record<string, string>,
  tool: string,
  args: readonly string[],
): Outcome {
  const dir = mkdtempSync(join(tmpdir(), 'guard-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
    for (const path of config) cpSync(join(root, path), join(dir, path))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    const done = spawnSync(join(root, 'node_modules/.bin', tool), args, { cwd: dir, encoding: 'utf8' })
    return { code: done.status, output: done.stdout + done.stderr }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
