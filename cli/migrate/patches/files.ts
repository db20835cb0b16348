/** Manifests by path, with `/` between folders: those of a checkout, or those that the live objects would have. */
export type Files = ReadonlyMap<string, string>

/** One step of a migration, as the team would commit it. */
export interface Commit {
  /** For file names: `ignore-differences`. */
  readonly name: string
  readonly title: string
  /** What has to be so before it is committed. */
  readonly when: string
  readonly before: Files
  readonly after: Files
}

/** Paths that a commit creates, changes or removes. */
export function changedPaths({ before, after }: Pick<Commit, 'before' | 'after'>): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter(path => before.get(path) !== after.get(path)).sort()
}

export function withFile(files: Files, path: string, text: string): Files {
  return new Map([...files, [path, text]])
}

export function withoutFile(files: Files, path: string): Files {
  return new Map([...files].filter(([each]) => each !== path))
}
