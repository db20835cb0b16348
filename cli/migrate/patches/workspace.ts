/** The files as the commits so far leave them, and what could not be placed in them. */
import type { Document } from 'yaml'
import { type Finding, warning } from '../preflight/finding.ts'
import { editDocument } from './edit.ts'
import { type Commit, changedPaths, type Files, withFile, withoutFile } from './files.ts'
import { type Located, locate, type Sought, templatesOf } from './locate.ts'

export class Workspace {
  readonly commits: Commit[] = []
  readonly findings: Finding[] = []
  private files: Files
  private committed: Files
  /** The folder that the Application follows: of several manifests, the ones in it count. */
  private readonly folder: string

  constructor(files: Files, folder = '') {
    this.files = files
    this.committed = files
    this.folder = folder.replace(/^\.?\/*|\/*$/g, '')
  }

  get all(): Files {
    return this.files
  }

  has(sought: Sought): boolean {
    return locate(this.files, sought).length > 0
  }

  /** The one manifest of an object; none, or several, is a finding. */
  find(sought: Sought): Located | undefined {
    const all = locate(this.files, sought)
    const near = all.filter(({ path }) => path.startsWith(`${this.folder}/`))
    const found = near.length > 0 ? near : all
    if (found.length === 1) return found[0]
    this.findings.push(found.length === 0 ? this.missing(sought) : several(sought, found))
    return undefined
  }

  edit({ path, index }: Pick<Located, 'path' | 'index'>, change: (document: Document) => void): void {
    this.write(path, editDocument(this.files.get(path)!, index, change))
  }

  write(path: string, text: string): void {
    this.files = withFile(this.files, path, text)
  }

  remove(path: string): void {
    this.files = withoutFile(this.files, path)
  }

  /** What was changed since the last commit; nothing makes no commit. */
  commit(about: Pick<Commit, 'name' | 'title' | 'when'>): void {
    const commit = { ...about, before: this.committed, after: this.files }
    if (changedPaths(commit).length > 0) this.commits.push(commit)
    this.committed = this.files
  }

  private missing({ kind, name }: Sought): Finding {
    const object = `${kind}/${name}`
    const templates = templatesOf(this.files, kind)
    if (templates.length > 0) {
      const text = `its manifest seems to be a template (${templates.join(', ')}), which is no YAML and is not edited`
      return warning(
        'HelmTemplate',
        object,
        text,
        'run the plan without --repo, and make the changes that it prints in the template by hand',
      )
    }
    const text = 'no manifest of it was found in the checkout'
    return warning(
      'NotInRepository',
      object,
      text,
      'name the checkout that has it, without kustomize’s namePrefix or nameSuffix in its name; or run the plan without --repo',
    )
  }
}

function several({ kind, name }: Sought, found: readonly Located[]): Finding {
  const text = `several manifests say it: ${found.map(({ path }) => path).join(', ')}; none was edited`
  return warning('SeveralManifests', `${kind}/${name}`, text, 'name the folder of one of them with --repo')
}
