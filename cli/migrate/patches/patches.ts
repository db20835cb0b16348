/** What a team has to commit, against its checkout or against what is live. */
import type { Finding, Subject } from '../preflight/finding.ts'
import { readCheckout } from './checkout.ts'
import type { Commit } from './files.ts'
import { renderLive } from './live.ts'
import { Workspace } from './workspace.ts'

export interface Patches {
  readonly commits: readonly Commit[]
  /** What could not be found or edited. */
  readonly findings: readonly Finding[]
}

type Commits = (subject: Subject, workspace: Workspace, isCheckout: boolean) => void

export function makePatches(subject: Subject, repository: string | undefined, commits: Commits): Patches {
  const files = repository === undefined ? renderLive(subject) : readCheckout(repository)
  const workspace = new Workspace(files, subject.owner?.application?.spec.source?.path)
  commits(subject, workspace, repository !== undefined)
  return { commits: workspace.commits, findings: workspace.findings }
}
