/** Where an application's manifests come from: a repository on disk, or commits that a test keeps in memory. Only ever read by Argo CD. */
import { createHash } from 'node:crypto'
import { type CommitInfo, type Files, readCommit, readFiles, readRevision } from './repository.ts'

export interface Source {
  /** The commit that a branch, a tag or `HEAD` points at. */
  resolve(revision: string): Promise<string>
  /** All files below `folder` (`.` for all) in a commit. */
  read(commit: string, folder: string): Promise<Files>
  describe(commit: string): Promise<CommitInfo>
}

export const repositoryAt = (dir: string): Source => ({
  resolve: revision => readRevision(dir, revision),
  read: (commit, folder) => readFiles(dir, commit, folder),
  describe: commit => readCommit(dir, commit),
})

/** One branch without a history on disk: the same commits have the same names at each run. */
export class MemorySource implements Source {
  private readonly commits = new Map<string, Files>()
  private head = ''

  constructor(files: Files) {
    this.commit(files)
  }

  /** `changed` over what the last commit had; a file that is undefined is removed. */
  commit(changed: Readonly<Record<string, string | undefined>>): string {
    const all = Object.entries({ ...this.commits.get(this.head), ...changed })
    const files = Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined))
    const text = JSON.stringify([this.head, Object.entries(files).sort()])
    this.head = createHash('sha1').update(text).digest('hex')
    this.commits.set(this.head, files)
    return this.head
  }

  async resolve(): Promise<string> {
    return this.head
  }

  async read(commit: string, folder: string): Promise<Files> {
    const prefix = folder.replace(/^\.?\/*|\/+$/g, '')
    const files = Object.entries(this.commits.get(commit) ?? {})
    return Object.fromEntries(files.filter(([path]) => prefix === '' || path.startsWith(`${prefix}/`)))
  }

  async describe(commit: string): Promise<CommitInfo> {
    return { author: 'scenario <scenario@example.org>', date: 0, message: commit.slice(0, 7) }
  }
}
