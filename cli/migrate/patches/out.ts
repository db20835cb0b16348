/** Patches as files: for each commit the files that it changes, and the difference for `git apply`. */
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { renderDiff } from './diff.ts'
import { type Commit, changedPaths } from './files.ts'

/** Throws before anything is written when the folder is inside the checkout: that is never written into. */
export function checkOut(folder: string, repository: string | undefined): void {
  if (repository === undefined) return
  const inside = relative(realpathSync(repository), real(folder))
  if (inside !== '' && inside.startsWith('..')) return
  throw new Error(`--out ${folder}: lies in --repo ${repository}, which is never written into; name another folder`)
}

/** Of a folder that is not there yet: where it would be. */
function real(folder: string): string {
  const path = resolve(folder)
  return existsSync(path) ? realpathSync(path) : join(real(dirname(path)), relative(dirname(path), path))
}

/** Returns the paths that were written, relative to the folder. */
export function writeCommits(folder: string, commits: readonly Commit[]): readonly string[] {
  return commits.flatMap((commit, index) => {
    const name = `${index + 1}-${commit.name}`
    const files = changedPaths(commit).filter(path => commit.after.has(path))
    const texts = files.map((path): [string, string] => [join(name, path), commit.after.get(path)!])
    return [...texts, [`${name}.patch`, renderDiff(commit)] as const].map(([path, text]) => write(folder, path, text))
  })
}

function write(folder: string, path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  return path
}
