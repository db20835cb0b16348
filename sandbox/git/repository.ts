/**
 * The Git repository that the Argo CD stand-in follows. It is made once; from then on it belongs to whoever commits to it, with any git,
 * and is only read. Only committed files count, never the working tree.
 */
import fs from 'node:fs'
import { dirname, join } from 'node:path'
import git from 'isomorphic-git'

/** Path inside the repository (`guestbook/rollout.yaml`) to text. */
export type Files = Readonly<Record<string, string>>

/** A name for commits on machines where git was never told one; the user's own global setting would need no such thing. */
const author = { name: 'Slipway demo', email: 'demo@slipway.example' }

export function isRepository(dir: string): boolean {
  return fs.existsSync(join(dir, '.git'))
}

/** Makes a repository with one commit on `main`. One that is there already is left as it is. */
export async function seedRepository(dir: string, files: Files): Promise<void> {
  if (isRepository(dir)) return
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(join(dir, dirname(path)), { recursive: true })
    fs.writeFileSync(join(dir, path), text)
  }
  // Built under another name and renamed, so that a process killed in between leaves no half-made repository.
  const gitdir = join(dir, '.git.new')
  fs.rmSync(gitdir, { recursive: true, force: true })
  const repository = { fs, dir, gitdir }
  await git.init({ ...repository, defaultBranch: 'main' })
  for (const [key, value] of Object.entries(author)) await git.setConfig({ ...repository, path: `user.${key}`, value })
  await git.add({ ...repository, filepath: Object.keys(files) })
  await git.commit({ ...repository, message: 'First version', author })
  fs.renameSync(gitdir, join(dir, '.git'))
}

/** The commit that `revision` (a branch, a tag, `HEAD`) points at. Throws isomorphic-git's NotFoundError. */
export function readRevision(dir: string, revision: string): Promise<string> {
  return git.resolveRef({ fs, dir, ref: revision })
}

/** All files below `folder` (`.` for all) in a commit. Throws isomorphic-git's NotFoundError when the commit has no such folder. */
export async function readFiles(dir: string, commit: string, folder: string): Promise<Files> {
  const filepath = folder.replace(/^\.?\/*|\/+$/g, '')
  const { tree } = await git.readTree({ fs, dir, oid: commit, ...(filepath && { filepath }) })
  const files: Record<string, string> = {}
  for (const { path, oid, type } of tree) {
    const full = filepath ? `${filepath}/${path}` : path
    if (type === 'tree') Object.assign(files, await readFiles(dir, commit, full))
    if (type === 'blob') files[full] = Buffer.from((await git.readBlob({ fs, dir, oid })).blob).toString('utf8')
  }
  return files
}

export interface CommitInfo {
  readonly author: string
  /** Milliseconds. */
  readonly date: number
  readonly message: string
}

export async function readCommit(dir: string, commit: string): Promise<CommitInfo> {
  const { author: by, message } = (await git.readCommit({ fs, dir, oid: commit })).commit
  return { author: `${by.name} <${by.email}>`, date: by.timestamp * 1000, message: message.trim() }
}
