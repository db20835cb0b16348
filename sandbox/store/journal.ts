import * as fs from 'node:fs'
import { join } from 'node:path'
import type { KubeObject } from '../api.ts'
import { makeFolder } from './folder.ts'
import { releaseLock, takeLock } from './lock.ts'

interface Line {
  readonly revision: number
  readonly resource: string
  readonly key: string
  /** Absent for a removal. */
  readonly object?: KubeObject | undefined
}

/**
 * The store on disk: `snapshot.jsonl` (whole, replaced by a rename) and `journal.jsonl` (each later write, one line). A line is handed to the
 * operating system before the write is answered, so a killed process loses nothing; the machine's power is not guarded (no fsync a write).
 */
export class Journal {
  private readonly folder: string
  private readonly limit: number
  private file: number | undefined
  private length = 0

  /** Throws when another process has the folder, or nobody may write to it. `limit`: bytes of journal after which a new snapshot is taken. */
  constructor(folder: string, limit = 16 * 1024 * 1024) {
    this.folder = folder
    this.limit = limit
    makeFolder(folder)
    takeLock(folder)
  }

  /** Hands every stored object to `place` and answers the last revision. A torn last line, from a kill in the middle of a write, is dropped. */
  load(place: (resource: string, key: string, object: KubeObject | undefined) => void): number {
    let revision = 0
    for (const line of [...this.lines('snapshot.jsonl'), ...this.lines('journal.jsonl')]) {
      // Both files hold a line when the process died between the rename and the truncation.
      if (line.revision < revision) continue
      revision = line.revision
      if (line.resource) place(line.resource, line.key, line.object)
    }
    this.file = fs.openSync(join(this.folder, 'journal.jsonl'), 'a')
    this.cutTornLine()
    return revision
  }

  append(line: Line): void {
    this.length += fs.writeSync(this.file!, `${JSON.stringify(line)}\n`)
  }

  isLong(): boolean {
    return this.length > this.limit
  }

  /** Replaces the snapshot by `objects`, which are the state at `revision`, and empties the journal. */
  compact(revision: number, objects: Iterable<{ resource: string; key: string; object: KubeObject }>): void {
    const draft = join(this.folder, 'snapshot.jsonl.new')
    const file = fs.openSync(draft, 'w')
    for (const entry of objects) fs.writeSync(file, `${JSON.stringify({ revision, ...entry })}\n`)
    fs.writeSync(file, `${JSON.stringify({ revision, resource: '', key: '' })}\n`)
    fs.fsyncSync(file)
    fs.closeSync(file)
    fs.renameSync(draft, join(this.folder, 'snapshot.jsonl'))
    fs.ftruncateSync(this.file!, 0)
    this.length = 0
  }

  close(): void {
    if (this.file === undefined) return
    fs.closeSync(this.file)
    releaseLock(this.folder)
    this.file = undefined
  }

  private lines(name: string): Line[] {
    const path = join(this.folder, name)
    if (!fs.existsSync(path)) return []
    const lines = fs.readFileSync(path, 'utf8').split('\n')
    // What follows the last line break is empty or torn.
    return lines.slice(0, -1).map((text, index) => parseLine(text, `${path}:${index + 1}`))
  }

  private cutTornLine(): void {
    const path = join(this.folder, 'journal.jsonl')
    this.length = fs.readFileSync(path).lastIndexOf(10) + 1
    fs.ftruncateSync(this.file!, this.length)
  }
}

function parseLine(text: string, place: string): Line {
  try {
    return JSON.parse(text) as Line
  } catch {
    throw new Error(`${place}: the cluster's data is damaged here; move the folder away to start with an empty cluster`)
  }
}
