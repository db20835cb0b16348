/** Where the patches are made from, and where they go. */
import type { Command } from 'commander'
import { renderCommit } from './diff.ts'
import type { Commit } from './files.ts'
import { checkOut, writeCommits } from './out.ts'

export interface PatchFlags {
  readonly repo?: string
  readonly out?: string
  readonly diff?: boolean
}

export function withPatchFlags(command: Command): Command {
  return command
    .option(
      '--repo <folder>',
      'make the patches against the manifests of this checkout; absent: against the live objects',
    )
    .option('--out <folder>', 'write the patches here; never into --repo')
    .option('--diff', 'print nothing but the patches, for git apply')
}

export function checkPatchFlags({ repo, out, diff }: PatchFlags): void {
  if (out !== undefined && diff) throw new Error('--out and --diff: give one of them')
  if (out !== undefined) checkOut(out, repo)
}

/** `3 commits`, and where they are. */
export function renderCommits(commits: readonly Commit[], { out }: PatchFlags): string {
  const lines = commits.map(({ title, when }, index) => `${index + 1}. ${title}\n   when: ${when}\n`)
  const hint = out === undefined ? 'Show them with --diff, or write them with --out FOLDER.\n' : ''
  return [`\nCommits for the repository, in this order\n`, ...lines, ...(lines.length > 0 ? [hint] : ['none\n'])].join(
    '',
  )
}

/** What --diff prints. */
export function renderDiffs(commits: readonly Commit[]): string {
  return commits.map((commit, index) => renderCommit(commit, index + 1, commits.length)).join('')
}

/** Writes --out; the text names what was written. */
export function applyOut(commits: readonly Commit[], { out }: PatchFlags): string {
  if (out === undefined) return ''
  return writeCommits(out, commits)
    .map(path => `wrote ${out}/${path}\n`)
    .join('')
}
