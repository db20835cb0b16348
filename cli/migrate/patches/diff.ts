/** A commit as `git apply` takes it. */
import { type Commit, changedPaths, type Files } from './files.ts'
import { runGit } from './git.ts'

export function renderDiff(commit: Commit): string {
  const paths = changedPaths(commit)
  const tree = (root: string, files: Files) =>
    paths.flatMap((path): [string, string][] => (files.has(path) ? [[`${root}/${path}`, files.get(path)!]] : []))
  // Both folders have to be there, even when one of them would be empty.
  const roots: [string, string][] = [
    ['a/.keep', ''],
    ['b/.keep', ''],
  ]
  const files = [...roots, ...tree('a', commit.before), ...tree('b', commit.after)]
  return runGit(files, '-c', 'core.quotepath=off', 'diff', '--no-index', '--no-prefix', '--no-color', 'a', 'b').text
}

/** With what it is for ahead of it; git skips what is no difference. */
export function renderCommit(commit: Commit, number: number, of: number): string {
  return `# ${number}/${of} ${commit.title}\n# when: ${commit.when}\n${renderDiff(commit)}`
}
